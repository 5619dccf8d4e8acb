package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.codec.RecordCodec;
import dev.rouse.ring.RecordHandler;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Values that are sent through a codec. */
class ChannelCodecTest {
  private static final int CAPACITY = 128;

  /** What is sent: 16 bytes, 24 with the header. */
  record Quote(long price, int size) {}

  private static final RecordCodec<Quote> QUOTES =
      RecordCodec.of(MethodHandles.lookup(), Quote.class);

  private final Channel channel = Channel.allocate(CAPACITY);
  private final Sender sender = channel.sender();
  private final Receiver receiver = channel.receiver();
  private final List<Quote> received = new ArrayList<>();
  private final RecordHandler collect =
      (type, segment, offset, length) -> received.add(QUOTES.decode(segment, offset, length));

  private boolean send(long price) throws InterruptedException {
    sender.send(7, new Quote(price, 1), QUOTES);
    return true;
  }

  private void fill() {
    while (sender.trySend(7, new Quote(0, 0), QUOTES)) {
      // Until there is no space.
    }
  }

  @Test
  void arrivesAsItWasSentAndWakesTheReceiver() throws Exception {
    var receiving = Background.start(() -> receiver.receive(collect, 1)).untilAsleepIn(channel);
    sender.send(7, new Quote(123, -4), QUOTES);
    assertThat(receiving.result()).isEqualTo(1);
    assertThat(received).containsExactly(new Quote(123, -4));
  }

  @Test
  void waitsForSpaceAndIsWoken() throws Exception {
    fill();
    var sending = Background.start(() -> send(9)).untilAsleepIn(channel);
    receiver.drain(collect, 1);
    assertThat(sending.result()).isTrue();
    receiver.drain(collect, 100);
    assertThat(received).endsWith(new Quote(9, 1));
  }

  @Test
  void waitsNoLongerThanItMay() throws Exception {
    fill();
    Quote quote = new Quote(1, 1);
    assertThat(sender.send(7, quote, QUOTES, 1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(sender.send(7, quote, QUOTES, 0, TimeUnit.MILLISECONDS)).isFalse();
    receiver.drain(collect, 1);
    assertThat(sender.send(7, quote, QUOTES, Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
  }

  @Test
  void anInterruptEndsTheWaitAndTheValueWasNotSent() throws Exception {
    fill();
    int size = channel.size();
    var sending = Background.start(() -> send(9)).untilAsleepIn(channel);
    sending.thread().interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(sending::result)
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(channel.size()).isEqualTo(size);
  }

  @Test
  void anInterruptDoesNotEndTheUninterruptibleWait() throws Exception {
    fill();
    var sending =
        Background.start(
                () -> {
                  sender.sendUninterruptibly(7, new Quote(9, 1), QUOTES);
                  return Thread.interrupted();
                })
            .untilAsleepIn(channel);
    sending.thread().interrupt();
    receiver.drain(collect, 1);
    assertThat(sending.result()).as("the interrupt status is set again").isTrue();
    receiver.drain(collect, 100);
    assertThat(received).endsWith(new Quote(9, 1));
  }

  @Test
  void aClosedChannelTakesNothing() {
    channel.close();
    Quote quote = new Quote(1, 1);
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> send(1));
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> sender.trySend(7, quote, QUOTES));
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> sender.sendUninterruptibly(7, quote, QUOTES));
    assertThat(channel.size()).isZero();
  }

  @Test
  void saysWhatDoesNotFit() {
    RecordCodec<Quote> large = new Sized(CAPACITY / 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sender.send(7, new Quote(1, 1), large))
        .withMessageContaining("value: 64 bytes, expected 0 to 56");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sender.send(0, new Quote(1, 1), QUOTES))
        .withMessageContaining("type: 0");
  }

  @Test
  void aCodecThatThrowsLeavesNothing() throws Exception {
    RecordCodec<Quote> failing = new Sized(8);
    assertThatIllegalStateException()
        .isThrownBy(() -> sender.send(7, new Quote(1, 1), failing))
        .withMessage("on purpose");
    assertThat(channel.size()).isZero();
    send(2);
    receiver.drain(collect, 10);
    assertThat(received).containsExactly(new Quote(2, 1));
  }

  /** Says how much it takes, and then does not write it. */
  private record Sized(int size) implements RecordCodec<Quote> {
    @Override
    public int byteSize(Quote value) {
      return size;
    }

    @Override
    public int encode(Quote value, MemorySegment target, long offset) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public Quote decode(MemorySegment source, long offset, int length) {
      throw new IllegalStateException("on purpose");
    }
  }
}
