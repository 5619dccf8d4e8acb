package dev.rouse.jmh.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Messages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamingTest {
  private static final int PAYLOAD = 64;
  private static final int MESSAGES = 300;

  @ParameterizedTest
  @EnumSource(names = {"IPC_RING", "IPC_CHANNEL_THREADS", "UNIX_SOCKET"})
  void thePeerAddsUpWhatIsSent(Contender contender) throws Exception {
    Streaming streaming = new Streaming(contender, PAYLOAD, MESSAGES);
    long sum = Messages.sum(MESSAGES, PAYLOAD);
    assertThat(streaming.transfer()).isEqualTo(sum);
    streaming.pause();
    streaming.resume();
    assertThat(streaming.transfer()).isEqualTo(2 * sum);
    streaming.stop();
  }

  @ParameterizedTest
  @EnumSource(names = {"IPC_RING_THREADS", "PIPE"})
  void aWrongMessageIsNoticed(Contender contender) throws Exception {
    Streaming streaming = new Streaming(contender, PAYLOAD, MESSAGES);
    streaming.link().send(MESSAGES); // in place of the last one of the batch
    assertThatIllegalStateException()
        .isThrownBy(streaming::transfer)
        .withMessageContaining("sum of 1 batches");
    streaming.stop();
  }

  @Test
  void theDeathOfThePeerIsNoticed() throws Exception {
    Streaming streaming = new Streaming(Contender.IPC_RING, PAYLOAD, MESSAGES);
    streaming.peer().kill();
    assertThatIllegalStateException()
        .isThrownBy(streaming::transfer)
        .withMessageContaining("the peer has ended: 137");
    assertThatIllegalStateException()
        .isThrownBy(streaming::stop)
        .withMessageContaining("the peer failed: 137");
  }

  @Test
  void thePeerReportsItsProcessorTimeAndEndsWithItsInput() throws Exception {
    Streaming streaming = new Streaming(Contender.IPC_CHANNEL, PAYLOAD, MESSAGES);
    long before = streaming.peerCpuNanos();
    assertThat(before).isPositive();
    streaming.transfer();
    assertThat(streaming.peerCpuNanos()).isGreaterThan(before);
    ((PeerProcess) streaming.peer()).endInput();
    // It sleeps in its receiver, and nobody has told it to stop.
    assertThatIllegalStateException()
        .isThrownBy(() -> streaming.peer().awaitEnd())
        .withMessageContaining("the peer failed: 1,");
    assertThatIllegalStateException().isThrownBy(streaming::stop);
  }
}
