package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.file.PeerLostException;
import dev.rouse.file.RoleTakenException;
import dev.rouse.memory.Region;
import dev.rouse.processes.Peer.Task;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes at the ends of what lives in one file. */
class TwoProcessesTest {
  private static final int CAPACITY = 64;

  private SharedFolder folder;
  private Path file;
  private Region region;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    region =
        Region.create(
            file,
            LongChannel.part("longs", CAPACITY),
            LongChannel.part("answers", CAPACITY),
            Channel.part("records", 1024),
            JobSignal.part("jobs"));
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void valuesArriveInOrder(boolean nativeAccess) throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    try (Peer peer = Peer.start(nativeAccess, file, Task.SEND, 5_000)) {
      List<Long> received = new ArrayList<>();
      receiver.forEach(received::add);
      assertThat(received).hasSize(5_000).isSorted().startsWith(1L).endsWith(5_000L);
      assertThat(peer.ended()).isZero();
    }
  }

  @Test
  void recordsArriveInOrder() throws Exception {
    var receiver = Channel.attachReceiver(region, "records");
    try (Peer peer = Peer.start(file, Task.SEND_RECORDS, 5_000)) {
      List<Long> received = new ArrayList<>();
      receiver.forEach(RecordCodec.ofLong(), received::add);
      assertThat(received).hasSize(5_000).isSorted().startsWith(1L).endsWith(5_000L);
      assertThat(peer.ended()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void senderIsHeldBackAndReceiverIsToldOfTheEnd(boolean nativeAccess) throws Exception {
    try (Peer peer = Peer.start(nativeAccess, file, Task.RECEIVE)) {
      try (LongSender sender = LongChannel.attachSender(region, "longs")) {
        for (int i = 1; i <= 5_000; i++) {
          sender.send(i);
        }
      }
      assertThat(peer.line()).isEqualTo("12502500");
    }
  }

  /** Each answer is waited for, so each side sleeps and is woken by the other process. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachWakesTheOther(boolean nativeAccess) throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs", WaitPolicy.parkOnly());
    LongReceiver answers = LongChannel.attachReceiver(region, "answers", WaitPolicy.parkOnly());
    try (Peer peer = Peer.start(nativeAccess, file, Task.ECHO)) {
      for (int i = 0; i < 300; i++) {
        sender.send(i);
        assertThat(answers.receive()).isEqualTo(i + 1);
      }
      sender.close();
      assertThat(answers.receive()).isEqualTo(LongReceiver.END_OF_STREAM);
      assertThat(peer.ended()).isZero();
    }
  }

  @Test
  void virtualThreadsAreWokenByAnotherProcess() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs", WaitPolicy.parkOnly());
    LongReceiver answers = LongChannel.attachReceiver(region, "answers", WaitPolicy.parkOnly());
    try (Peer peer = Peer.start(file, Task.ECHO)) {
      Background.startVirtual(
              () -> {
                for (int i = 0; i < 300; i++) {
                  sender.send(i);
                  assertThat(answers.receive()).isEqualTo(i + 1);
                }
                return null;
              })
          .result();
      sender.close();
      assertThat(peer.ended()).isZero();
    }
  }

  @Test
  void secondHolderOfARoleIsRefused() throws Exception {
    try (Peer peer = Peer.start(file, Task.HOLD)) {
      assertThat(peer.line()).isEqualTo("holds");
      RoleTakenException taken =
          catchThrowableOfType(
              RoleTakenException.class, () -> LongChannel.attachReceiver(region, "longs"));
      assertThat(taken)
          .hasMessageContaining("receiver of \"longs\"")
          .hasMessageContaining("process " + peer.pid());
      assertThat(taken.pid()).isEqualTo(peer.pid());
      assertThat(taken.label()).isEqualTo("longs");
      assertThat(taken.role()).isEqualTo("receiver");
      assertThat(taken.started()).isBetween(Instant.now().minusSeconds(600), Instant.now());
      peer.kill();
      LongChannel.attachReceiver(region, "longs");
    }
  }

  @Test
  void roleIsFreeAfterItsRegionWasClosed() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    try (Peer peer = Peer.start(file, Task.HOLD_AND_CLOSE)) {
      assertThat(peer.line()).isEqualTo("holds");
      assertThat(peer.line()).isEqualTo("closed");
      // Nobody is lost, and the process lives: so a full channel waits for the next receiver.
      for (int i = 0; i < CAPACITY; i++) {
        sender.send(i);
      }
      assertThat(sender.send(1, 600, TimeUnit.MILLISECONDS)).isFalse();
      LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
      assertThat(receiver.receive()).isZero();
      assertThat(receiver.mayBeRepeated()).isFalse();
    }
  }

  @Test
  void receiverLearnsThatItsSenderDied() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    try (Peer peer = Peer.start(file, Task.SEND_AND_STAY, 3)) {
      assertThat(peer.line()).isEqualTo("sent");
      peer.kill();
      assertThat(receiver.receive()).isEqualTo(1);
      assertThat(receiver.receive()).isEqualTo(2);
      assertThat(receiver.receive()).isEqualTo(3);
      PeerLostException lost = catchThrowableOfType(PeerLostException.class, receiver::receive);
      assertThat(lost)
          .hasMessageContaining("sender of \"longs\"")
          .hasMessageContaining("process " + peer.pid());
      assertThat(lost.pid()).isEqualTo(peer.pid());
      assertThat(lost.epoch()).isEqualTo(1);
      assertThat(lost.role()).isEqualTo("sender");
      assertThat(lost.label()).isEqualTo("longs");
    }
    // Told once; then it waits for a successor.
    assertThat(receiver.receive(600, TimeUnit.MILLISECONDS)).isEqualTo(LongReceiver.NONE);
    try (Peer successor = Peer.start(file, Task.SEND, 1)) {
      assertThat(receiver.receive()).isEqualTo(1);
      assertThat(receiver.receive()).isEqualTo(LongReceiver.END_OF_STREAM);
      assertThat(successor.ended()).isZero();
    }
  }

  @Test
  void sleepingReceiverLearnsThatItsSenderDied() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    try (Peer peer = Peer.start(file, Task.SEND_AND_STAY, 1)) {
      assertThat(receiver.receive()).isEqualTo(1);
      assertThat(peer.line()).isEqualTo("sent");
      var waiting = Background.start(receiver::receive);
      peer.kill();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::result)
          .withCauseInstanceOf(PeerLostException.class);
    }
  }

  @Test
  void lossIsToldAlsoIfNobodySawTheGap() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    try (Peer peer = Peer.start(file, Task.SEND_AND_STAY, 1)) {
      assertThat(peer.line()).isEqualTo("sent");
      peer.kill();
      try (Peer successor = Peer.start(file, Task.SEND_AND_STAY, 1)) {
        assertThat(successor.line()).isEqualTo("sent");
        assertThat(receiver.receive()).isEqualTo(1);
        assertThat(receiver.receive()).isEqualTo(1);
        PeerLostException lost = catchThrowableOfType(PeerLostException.class, receiver::receive);
        assertThat(lost.pid()).isEqualTo(peer.pid());
        assertThat(lost.epoch()).isEqualTo(1);
        assertThat(receiver.receive(600, TimeUnit.MILLISECONDS)).isEqualTo(LongReceiver.NONE);
      }
    }
  }

  @Test
  void senderLearnsThatItsReceiverDied() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    try (Peer peer = Peer.start(file, Task.HOLD)) {
      assertThat(peer.line()).isEqualTo("holds");
      for (int i = 0; i < CAPACITY; i++) {
        sender.send(i);
      }
      var waiting =
          Background.start(
              () -> {
                sender.send(CAPACITY);
                return null;
              });
      peer.kill();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::result)
          .withCauseInstanceOf(PeerLostException.class);
    }
    // All that was sent is there for a successor.
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(receiver.receive()).isEqualTo(i);
    }
  }

  @Test
  void whatADeadReceiverHandledComesAgainAndIsMarked() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    for (int i = 0; i < 5; i++) {
      sender.send(i);
    }
    try (Peer peer = Peer.start(file, Task.STAY_IN_HANDLER, 3)) {
      assertThat(peer.line()).isEqualTo("handles 2");
      peer.kill();
    }
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    assertThat(receiver.mayBeRepeated()).isTrue();
    sender.send(5);
    List<Long> values = new ArrayList<>();
    List<Boolean> marks = new ArrayList<>();
    while (values.isEmpty() || values.getLast() != 5) {
      receiver.receive(
          value -> {
            values.add(value);
            marks.add(receiver.mayBeRepeated());
          },
          1);
    }
    assertThat(values).containsSubsequence(2L, 3L, 4L, 5L);
    assertThat(marks.getLast()).isFalse();
    assertThat(marks.subList(0, marks.size() - 1)).containsOnly(true);
  }

  @Test
  void jobsAreCountedAcrossProcesses() throws Exception {
    JobSignal signal = JobSignal.attach(region, "jobs");
    JobSignal drained = JobSignal.attachDrainWaiter(region, "jobs", WaitPolicy.adaptive());
    assertThatIllegalStateException()
        .isThrownBy(signal::await)
        .withMessageContaining("attachConsumer");
    assertThatIllegalStateException()
        .isThrownBy(signal::awaitDrained)
        .withMessageContaining("attachDrainWaiter");
    try (Peer peer = Peer.start(file, Task.CONSUME, 1_000)) {
      assertThat(peer.line()).isEqualTo("attached");
      for (int i = 0; i < 1_000; i++) {
        signal.increment();
      }
      drained.awaitDrained();
      assertThat(peer.line()).isEqualTo("done");
      assertThat(signal.pending()).isZero();
      signal.increment();
      peer.kill();
      assertThatExceptionOfType(PeerLostException.class)
          .isThrownBy(drained::awaitDrained)
          .withMessageContaining("consumer of \"jobs\"");
      assertThat(signal.pending()).isOne();
    }
  }

  @Test
  void childOfAProcessDoesNotKeepItsRoles() throws Exception {
    LongChannel.attachReceiver(region, "longs");
    Path other = folder.file("other");
    try (Region second = Region.create(other, LongChannel.part("longs", CAPACITY));
        Peer child = Peer.start(other, Task.HOLD)) {
      assertThat(child.line()).isEqualTo("holds");
      region.close();
      try (Region again = Region.open(file)) {
        LongChannel.attachReceiver(again, "longs");
      }
      assertThat(second.isClosed()).isFalse();
    }
  }
}
