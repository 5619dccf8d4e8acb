package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.file.PeerLostException;
import dev.rouse.file.RoleTakenException;
import dev.rouse.memory.Region;
import dev.rouse.processes.CProgram.Build;
import dev.rouse.processes.CProgram.Source;
import dev.rouse.processes.Peer.Task;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles that C programs and JVMs take from each other, in order or after one was killed. */
class CSuccessionTest {
  private static final int SLOTS = 16;
  private static final int SLEEPING = 2;

  // Exit statuses: codes of rouse_region.h.
  private static final int OK = 0;
  private static final int PEER_LOST = 3;
  private static final int ROLE_TAKEN = 4;

  private static Path programs;

  private SharedFolder folder;
  private Path file;
  private Region region;

  @BeforeAll
  static void build() throws Exception {
    programs = CProgram.built(Build.PLAIN);
  }

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    region = Region.create(file, LongChannel.part("longs", SLOTS), Channel.part("records", 128));
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  private static CProgram start(Source source, Object... arguments) throws IOException {
    return CProgram.start(programs, source, arguments);
  }

  private static List<Long> allFrom(LongReceiver receiver) {
    List<Long> received = new ArrayList<>();
    receiver.forEach(received::add);
    return received;
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  /** Sends numbers with a sender in C that then gives up its role. */
  private void sendInC(long from, long to) throws Exception {
    try (CProgram sender = start(Source.SEND, "-k", file, "longs")) {
      for (long number : numbers(from, to)) {
        sender.write(number);
      }
      sender.endInput();
      sender.endedWith(OK);
    }
  }

  @Test
  void javaLearnsThatTheSenderInCWasKilled() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    try (CProgram sender = start(Source.SEND, file, "longs")) {
      sender.write(1);
      sender.write(2);
      assertThat(receiver.receive()).isEqualTo(1);
      assertThat(receiver.receive()).isEqualTo(2);
      sender.kill();
      PeerLostException lost = catchThrowableOfType(PeerLostException.class, receiver::receive);
      assertThat(lost.pid()).isEqualTo(sender.pid());
      assertThat(lost.epoch()).isEqualTo(1);
    }
    try (CProgram successor = start(Source.SEND, file, "longs")) {
      successor.write(3);
      assertThat(receiver.receive()).isEqualTo(3);
      successor.endInput();
      assertThat(receiver.receive()).isEqualTo(LongReceiver.END_OF_STREAM);
      successor.endedWith(OK);
    }
  }

  @Test
  void cLearnsThatTheSenderInJavaWasKilled() throws Exception {
    try (CProgram receiver = start(Source.RECEIVE, file, "longs");
        Peer peer = Peer.start(file, Task.SEND_AND_STAY, 3)) {
      assertThat(receiver.line()).isEqualTo("1");
      assertThat(receiver.line()).isEqualTo("2");
      assertThat(receiver.line()).isEqualTo("3");
      assertThat(peer.line()).isEqualTo("sent");
      peer.kill();
      assertThat(receiver.endedWith(PEER_LOST))
          .contains("sender of \"longs\", process " + peer.pid());
    }
  }

  @Test
  void cGoesOnWithASuccessorOfASenderThatWasKilled() throws Exception {
    try (CProgram receiver = start(Source.RECEIVE, "-s", file, "longs")) {
      try (CProgram first = start(Source.SEND, file, "longs")) {
        first.write(1);
        assertThat(receiver.line()).isEqualTo("1");
        first.kill();
      }
      try (LongSender successor = LongChannel.attachSender(region, "longs")) {
        assertThat(successor.position()).isEqualTo(1);
        successor.send(2);
        assertThat(receiver.line()).isEqualTo("2");
      }
      receiver.endedWith(OK);
    }
  }

  @Test
  void javaLearnsThatTheReceiverInCWasKilledAsleep() throws Exception {
    RawFile raw = RawFile.part(region, "longs");
    LongSender sender = LongChannel.attachSender(region, "longs");
    try (CProgram receiver = start(Source.RECEIVE, file, "longs")) {
      sender.send(0);
      assertThat(receiver.line()).isEqualTo("0");
      Background.until(() -> raw.getInt(RawFile.RECORDS_STATE) == SLEEPING);
      receiver.kill();
      for (int i = 1; i <= SLOTS; i++) {
        sender.send(i);
      }
      PeerLostException lost = catchThrowableOfType(PeerLostException.class, () -> sender.send(1));
      assertThat(lost.pid()).isEqualTo(receiver.pid());
    }
    LongReceiver successor = LongChannel.attachReceiver(region, "longs");
    assertThat(successor.receive()).isEqualTo(1);
    assertThat(successor.mayBeRepeated()).isTrue();
  }

  @Test
  void cSaysWhatAKilledReceiverMayHaveHandled() throws Exception {
    try (LongSender sender = LongChannel.attachSender(region, "longs");
        Peer peer = Peer.start(file, Task.STAY_IN_HANDLER, 1)) {
      sender.send(1);
      sender.send(2);
      assertThat(peer.line()).isEqualTo("handles 1");
      peer.kill();
      try (CProgram successor = start(Source.TRY, "repeated", file, "longs", 3)) {
        assertThat(successor.line()).isEqualTo("1 again");
        assertThat(successor.line()).isEqualTo("2 again");
        sender.send(3);
        assertThat(successor.line()).isEqualTo("3");
      }
    }
  }

  @Test
  void javaIsRefusedARoleThatCHas() throws Exception {
    try (CProgram holder = start(Source.TRY, "hold", file, "longs")) {
      assertThat(holder.line()).isEqualTo("0");
      RoleTakenException taken =
          catchThrowableOfType(
              RoleTakenException.class, () -> LongChannel.attachReceiver(region, "longs"));
      assertThat(taken.pid()).isEqualTo(holder.pid());
      assertThat(taken.started()).isBetween(Instant.now().minusSeconds(60), Instant.now());
      holder.endInput();
      holder.endedWith(OK);
      LongChannel.attachReceiver(region, "longs");
    }
  }

  @Test
  void cIsRefusedARoleThatJavaHas() throws Exception {
    LongChannel.attachReceiver(region, "longs");
    Channel.attachSender(region, "records");
    String process = "process " + ProcessHandle.current().pid();
    try (CProgram receiver = start(Source.RECEIVE, file, "longs");
        CProgram sender = start(Source.SEND, file, "records")) {
      assertThat(receiver.endedWith(ROLE_TAKEN)).contains(process + " is the receiver");
      assertThat(sender.endedWith(ROLE_TAKEN)).contains(process + " is the sender");
    }
  }

  @Test
  void sendersOfBothLanguagesFollowEachOther() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    sendInC(1, 10);
    assertThat(receiver.receive()).isEqualTo(1);
    try (Region second = Region.open(file)) {
      LongSender sender = LongChannel.attachSender(second, "longs");
      assertThat(sender.position()).isEqualTo(10);
      sender.send(11);
    }
    sendInC(12, 16);
    LongChannel.attachSender(region, "longs").close();
    assertThat(allFrom(receiver)).isEqualTo(numbers(2, 16));
  }

  @Test
  void receiversOfBothLanguagesFollowEachOther() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    for (long value = 1; value <= SLOTS; value++) {
      sender.send(value);
    }
    try (CProgram first = start(Source.RECEIVE, "-n", 5, file, "longs")) {
      assertThat(first.lines()).isEqualTo(List.of("1", "2", "3", "4", "5"));
      first.endedWith(OK);
    }
    try (Region second = Region.open(file)) {
      LongReceiver receiver = LongChannel.attachReceiver(second, "longs");
      assertThat(receiver.receive()).isEqualTo(6);
      assertThat(receiver.mayBeRepeated()).isFalse();
    }
    sender.close();
    try (CProgram third = start(Source.RECEIVE, file, "longs")) {
      assertThat(third.lines()).isEqualTo(numbers(7, SLOTS).stream().map(String::valueOf).toList());
      third.endedWith(OK);
    }
  }

  @Test
  void javaLearnsOfALossThatASuccessorInCHasFound() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    try (CProgram sender = start(Source.SEND, file, "longs")) {
      sender.write(1);
      assertThat(receiver.receive()).isEqualTo(1);
      sender.kill();
      sendInC(2, 2);
      assertThat(receiver.receive()).isEqualTo(2);
      PeerLostException lost = catchThrowableOfType(PeerLostException.class, receiver::receive);
      assertThat(lost.pid()).isEqualTo(sender.pid());
      assertThat(lost.epoch()).isEqualTo(1);
    }
    assertThat(receiver.receive(1, TimeUnit.MILLISECONDS)).isEqualTo(LongReceiver.NONE);
  }

  @Test
  void cCorrectsTheTailOfASenderThatWasKilledBeforeTheSlot() throws Exception {
    RawFile raw = RawFile.part(region, "longs");
    raw.set(RawFile.TAIL, 1);
    sendInC(5, 5);
    assertThat(LongChannel.attachReceiver(region, "longs").receive()).isEqualTo(5);
    assertThat(raw.get(RawFile.TAIL)).isEqualTo(1);
  }

  @Test
  void cCompletesACloseThatWasKilledHalfWay() throws Exception {
    RawFile raw = RawFile.part(region, "longs");
    raw.setInt(RawFile.SPACE_STATE, RawFile.CLOSED);
    try (CProgram receiver = start(Source.RECEIVE, file, "longs")) {
      receiver.endedWith(OK);
    }
    assertThat(raw.getInt(RawFile.RECORDS_STATE)).isEqualTo(RawFile.CLOSED);
  }

  @Test
  void cGoesOnAfterAReceiverThatWasKilledBusy() throws Exception {
    RawFile raw = RawFile.part(region, "longs");
    raw.setInt(RawFile.RECORDS_STATE, RawFile.HOT);
    try (CProgram receiver = start(Source.TRY, "hold", file, "longs")) {
      assertThat(receiver.line()).isEqualTo("0");
      assertThat(raw.getInt(RawFile.RECORDS_STATE)).isEqualTo(RawFile.COOL);
    }
  }

  @Test
  void oneRegionThatHasBothEndsLosesNone() throws Exception {
    try (CProgram both = start(Source.TRY, "both", file, "longs")) {
      both.endedWith(OK);
    }
  }
}
