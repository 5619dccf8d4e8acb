package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.file.PeerLostException;
import dev.rouse.memory.Region;
import dev.rouse.processes.Peer.Task;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process was killed between two steps, and another one finds what that has left. */
class HalfDoneTest {
  private static final int CAPACITY = 16;

  private SharedFolder folder;
  private Path file;
  private Region region;
  private RawFile raw;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    region = Region.create(file, LongChannel.part("longs", CAPACITY), JobSignal.part("jobs"));
    raw = RawFile.part(region, "longs");
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  @Test
  void sleepingReceiverFindsWhatNobodyWokeItFor() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs", WaitPolicy.parkOnly());
    var receiving = Background.start(receiver::receive);
    Background.until(() -> raw.getInt(RawFile.RECORDS_STATE) == 2);
    raw.publish(7);
    assertThat(receiving.result()).isEqualTo(7);
  }

  @Test
  void sleepingConsumerFindsTheJobThatNobodyWokeItFor() throws Exception {
    JobSignal signal = JobSignal.attachConsumer(region, "jobs", WaitPolicy.parkOnly());
    RawFile jobs = RawFile.part(region, "jobs");
    var waiting = Background.start(signal::await);
    Background.until(() -> jobs.getInt(128) == 2);
    jobs.set(0, 1);
    assertThat(waiting.result()).isEqualTo(1);
  }

  @Test
  void consumerFindsHalfAClose() throws Exception {
    JobSignal signal = JobSignal.attachConsumer(region, "jobs", WaitPolicy.parkOnly());
    RawFile jobs = RawFile.part(region, "jobs");
    var waiting = Background.start(signal::await);
    Background.until(() -> jobs.getInt(128) == 2);
    jobs.set(0, Long.MIN_VALUE);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(waiting::result)
        .withCauseInstanceOf(ClosedException.class);
  }

  @Test
  void senderCompletesHalfAClose() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    sender.send(1);
    raw.setInt(RawFile.SPACE_STATE, RawFile.CLOSED);
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> sender.send(2));
    assertThat(receiver.receive()).isEqualTo(1);
    assertThat(receiver.receive()).isEqualTo(LongReceiver.END_OF_STREAM);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoAttachesCompletesHalfAClose(boolean attachSender) throws Exception {
    raw.setInt(RawFile.SPACE_STATE, RawFile.CLOSED);
    if (attachSender) {
      LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
      raw.setInt(RawFile.RECORDS_STATE, RawFile.COOL);
      LongChannel.attachSender(region, "longs");
      assertThat(receiver.receive()).isEqualTo(LongReceiver.END_OF_STREAM);
    } else {
      assertThat(LongChannel.attachReceiver(region, "longs").receive())
          .isEqualTo(LongReceiver.END_OF_STREAM);
    }
  }

  /** The sender was told that it was not sent. */
  @Test
  void successorDoesNotGetWhatWasRefused() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    raw.publish(1);
    receiver.close();
    assertThat(receiver.receive()).isEqualTo(1);
    assertThat(receiver.receive()).isEqualTo(LongReceiver.END_OF_STREAM);
    raw.publish(2);
    region.close();
    try (Region again = Region.open(file)) {
      LongReceiver successor = LongChannel.attachReceiver(again, "longs");
      assertThat(successor.receive()).isEqualTo(LongReceiver.END_OF_STREAM);
      assertThat(successor.poll()).isEqualTo(LongReceiver.END_OF_STREAM);
    }
  }

  /** A receiver that was busy has left a state in which senders do not fence. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void successorLeavesHot(boolean nativeAccess) throws Exception {
    raw.setInt(RawFile.RECORDS_STATE, RawFile.HOT);
    LongSender sender = LongChannel.attachSender(region, "longs");
    try (Peer peer = Peer.start(nativeAccess, file, Task.RECEIVE)) {
      // It has begun to wait.
      Background.until(() -> raw.getInt(RawFile.RECORDS_STATE) == 2);
      sender.send(5);
      sender.close();
      assertThat(peer.line()).isEqualTo("5");
    }
  }

  /** Also if a holder that was not lost came in between and has received nothing. */
  @Test
  void markStaysUntilWhatIsMarkedWasReceived() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    for (int i = 0; i < 5; i++) {
      sender.send(i);
    }
    try (Peer peer = Peer.start(file, Task.STAY_IN_HANDLER, 1)) {
      assertThat(peer.line()).isEqualTo("handles 0");
      peer.kill();
    }
    for (int i = 0; i < 3; i++) {
      try (Region between = Region.open(file)) {
        LongReceiver receiver = LongChannel.attachReceiver(between, "longs");
        assertThat(receiver.receive()).isEqualTo(i);
        assertThat(receiver.mayBeRepeated()).isTrue();
      }
    }
    sender.send(5);
    LongReceiver last = LongChannel.attachReceiver(region, "longs");
    for (int i = 3; i < 6; i++) {
      assertThat(last.receive()).isEqualTo(i);
      assertThat(last.mayBeRepeated()).isEqualTo(i < 5);
    }
  }

  /** It has sent a part, so it returns how many; the next wait tells. */
  @Test
  void lossDuringAPartialSendIsToldByTheNextWait() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    try (Peer peer = Peer.start(file, Task.HOLD)) {
      assertThat(peer.line()).isEqualTo("holds");
      var sending = Background.start(() -> sender.send(new long[CAPACITY + 1], 0, CAPACITY + 1));
      peer.kill();
      assertThat(sending.result()).isEqualTo(CAPACITY);
    }
    assertThatExceptionOfType(PeerLostException.class).isThrownBy(() -> sender.send(1));
  }

  /** Another process that writes the state all the time. */
  @Test
  void timeOutEndsAWaitWhoseStateKeepsChanging() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs", WaitPolicy.parkOnly());
    AtomicBoolean over = new AtomicBoolean();
    var toggling =
        Background.start(
            () -> {
              while (!over.get()) {
                raw.setInt(RawFile.RECORDS_STATE, RawFile.HOT);
                raw.setInt(RawFile.RECORDS_STATE, RawFile.COOL);
              }
              return true;
            });
    try {
      assertThat(receiver.receive(50, TimeUnit.MILLISECONDS)).isEqualTo(LongReceiver.NONE);
    } finally {
      over.set(true);
    }
    assertThat(toggling.result()).isTrue();
  }

  /** The end lives on for the other processes. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closeOfARegionEndsTheWaitsInItAndNotTheChannel(boolean virtual) throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    for (int i = 0; i < 100; i++) {
      Region other = Region.open(file);
      LongReceiver receiver = LongChannel.attachReceiver(other, "longs", WaitPolicy.parkOnly());
      var waiting =
          virtual
              ? Background.startVirtual(receiver::receive)
              : Background.start(receiver::receive);
      Background.until(() -> raw.getInt(RawFile.RECORDS_STATE) == 2);
      other.close();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::result)
          .withCauseInstanceOf(IllegalStateException.class)
          .withMessageContaining("region");
    }
    sender.send(3);
    assertThat(LongChannel.attachReceiver(region, "longs").receive()).isEqualTo(3);
  }

  /** The process that tried lives, and never had the role. */
  @Test
  void attachThatFailsAfterALossIsNotASecondLoss() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    for (int i = 0; i < CAPACITY; i++) {
      sender.send(i);
    }
    try (Peer peer = Peer.start(file, Task.STAY_IN_HANDLER, 1)) {
      assertThat(peer.line()).isEqualTo("handles 0");
      peer.kill();
      long tail = raw.get(RawFile.TAIL);
      raw.set(RawFile.TAIL, -1);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> LongChannel.attachReceiver(region, "longs"))
          .withMessageContaining("positions");
      raw.set(RawFile.TAIL, tail);
      assertThatExceptionOfType(PeerLostException.class)
          .isThrownBy(() -> sender.send(1))
          .withMessageContaining("process " + peer.pid() + ", epoch 1");
    }
    assertThat(sender.send(1, 600, TimeUnit.MILLISECONDS)).isFalse();
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    assertThat(receiver.receive()).isZero();
    assertThat(receiver.mayBeRepeated()).isTrue();
    assertThat(sender.send(1, 30, TimeUnit.SECONDS)).isTrue();
  }

  /** A wait that is too short to sleep, and comes again and again. */
  @Test
  void shortWaitsLearnOfALoss() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs", WaitPolicy.parkOnly());
    try (Peer peer = Peer.start(file, Task.SEND_AND_STAY, 0)) {
      assertThat(peer.line()).isEqualTo("sent");
      peer.kill();
    }
    assertThatExceptionOfType(PeerLostException.class)
        .isThrownBy(
            () ->
                Background.until(
                    () -> {
                      try {
                        return receiver.receive(1, TimeUnit.NANOSECONDS) != LongReceiver.NONE;
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                    }));
  }
}
