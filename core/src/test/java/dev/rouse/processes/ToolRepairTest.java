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
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tool repairs, what it leaves alone, and that it can be killed. */
class ToolRepairTest {
  private static final int CAPACITY = 16;
  private static final long SENDER = 128 + 2 * 128;
  private static final long RECEIVER = SENDER + 64;

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

  private List<String> repaired() {
    ToolRun run = ToolRun.of("repair", "--json", file);
    assertThat(run.code()).isZero();
    assertThat(run.errors()).isEmpty();
    assertThat(ToolRun.of("repair", "--json", file).texts("done")).as("done again").isEmpty();
    return run.texts("done");
  }

  @Test
  void peerOfALostSenderIsToldOnce() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    try (Peer peer = Peer.start(file, Task.SEND_AND_STAY, 1)) {
      assertThat(peer.line()).isEqualTo("sent");
      peer.kill();
      assertThat(repaired())
          .containsExactly(
              "longs: the lost sender is noted, so that its peer is told: process %d, epoch 1"
                  .formatted(peer.pid()));
      assertThat(receiver.receive()).isEqualTo(1);
      assertThatExceptionOfType(PeerLostException.class)
          .isThrownBy(receiver::receive)
          .withMessageContaining("process " + peer.pid() + ", epoch 1");
    }
    ToolRun again = ToolRun.of("repair", file);
    assertThat(again.out())
        .contains("nothing was repaired")
        .contains("left:  longs: the receiver is held by process " + ProcessHandle.current().pid());
  }

  /** The next receiver must know what it gets for the second time. */
  @Test
  void markOfALostReceiverIsKept() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    for (int i = 0; i < 3; i++) {
      sender.send(i);
    }
    try (Peer peer = Peer.start(file, Task.STAY_IN_HANDLER, 1)) {
      assertThat(peer.line()).isEqualTo("handles 0");
      peer.kill();
    }
    assertThat(repaired()).hasSize(1);
    sender.send(3);
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    for (int i = 0; i < 4; i++) {
      assertThat(receiver.receive()).isEqualTo(i);
      assertThat(receiver.mayBeRepeated()).isEqualTo(i < 3);
    }
  }

  @Test
  void whatIsHeldIsLeftAlone() throws Exception {
    try (Peer peer = Peer.start(file, Task.HOLD)) {
      assertThat(peer.line()).isEqualTo("holds");
      raw.setInt(RawFile.RECORDS_STATE, RawFile.HOT);
      raw.setInt(RawFile.SPACE_STATE, RawFile.HOT);
      ToolRun run = ToolRun.of("repair", "--json", file);
      assertThat(run.code()).isZero();
      assertThat(run.texts("left"))
          .contains("longs: the receiver is held by process " + peer.pid() + ", epoch 1");
      assertThat(run.texts("done"))
          .contains("longs: the sender was said to be busy, it is reset")
          .noneMatch(done -> done.contains("receiver"));
      assertThat(raw.getInt(RawFile.RECORDS_STATE)).isEqualTo(RawFile.HOT);
      assertThat(raw.getInt(RawFile.SPACE_STATE)).isEqualTo(RawFile.COOL);
    }
  }

  @Test
  void tailThatIsOneTooFar() throws Exception {
    raw.publish(5);
    raw.set(RawFile.TAIL, 2);
    assertThat(repaired()).containsExactly("longs: the position 2 was one too far, it is 1");
    assertThat(raw.get(RawFile.TAIL)).isEqualTo(1);
    LongSender sender = LongChannel.attachSender(region, "longs");
    assertThat(sender.position()).isEqualTo(1);
    sender.send(6);
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    assertThat(receiver.receive()).isEqualTo(5);
    assertThat(receiver.receive()).isEqualTo(6);
  }

  @Test
  void tailOfALivingSenderIsLeftAlone() throws Exception {
    LongChannel.attachSender(region, "longs");
    raw.set(RawFile.TAIL, 1);
    assertThat(repaired()).isEmpty();
    assertThat(raw.get(RawFile.TAIL)).isEqualTo(1);
  }

  /** Otherwise each repair would go back by one more. */
  @Test
  void tailThatIsFurtherOffIsDamage() throws Exception {
    raw.set(RawFile.TAIL, 3);
    ToolRun run = ToolRun.of("repair", "--json", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.texts("done")).isEmpty();
    assertThat(raw.get(RawFile.TAIL)).isEqualTo(3);
  }

  /** Whoever has the roles: a close may come from anybody. */
  @Test
  void halfACloseIsCompletedAndWakes() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs", WaitPolicy.parkOnly());
    var receiving = Background.start(receiver::receive);
    Background.until(() -> raw.getInt(RawFile.RECORDS_STATE) == 2);
    raw.setInt(RawFile.SPACE_STATE, RawFile.CLOSED);
    RawFile.part(region, "jobs").set(0, Long.MIN_VALUE + 2);
    assertThat(repaired())
        .containsExactly("longs: half a close is completed", "jobs: half a close is completed");
    assertThat(receiving.result()).isEqualTo(LongReceiver.END_OF_STREAM);
    assertThat(JobSignal.attach(region, "jobs").pending()).isEqualTo(2);
    assertThat(RawFile.part(region, "jobs").getInt(128)).isEqualTo(RawFile.CLOSED);
  }

  @Test
  void statesOfNobodyAreReset() throws Exception {
    raw.setInt(RawFile.RECORDS_STATE, 2);
    raw.setInt(RawFile.SPACE_STATE, RawFile.HOT);
    RawFile.part(region, "jobs").setInt(128, 2);
    RawFile.part(region, "jobs").setInt(384, 2);
    assertThat(repaired()).hasSize(4);
    assertThat(raw.getInt(RawFile.RECORDS_STATE)).isZero();
    assertThat(raw.getInt(RawFile.SPACE_STATE)).isZero();
    assertThat(RawFile.part(region, "jobs").getInt(384)).isZero();
  }

  /** Each state between two steps of a repair, and of everything at once. */
  @Test
  void killedRepairIsCompletedByTheNextOne() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    RawFile header = RawFile.start(region);
    try (Peer peer = Peer.start(file, Task.SEND_AND_STAY, 2)) {
      assertThat(peer.line()).isEqualTo("sent");
      peer.kill();
      raw.set(RawFile.TAIL, 3);
      // As after lost pid and lost epoch, before the state.
      header.set(SENDER + 40, peer.pid());
      assertThat(ToolRun.of("check", "--json", file).notes()).hasSize(2);
      header.set(SENDER + 32, 1);
      assertThat(ToolRun.of("check", "--json", file).notes()).hasSize(2);
      assertThat(repaired()).hasSize(2);
      assertThat(header.get(SENDER + 24)).isZero();
      assertThat(header.get(SENDER)).isEqualTo(1);
    }
    assertThat(receiver.receive()).isEqualTo(1);
    assertThat(receiver.receive()).isEqualTo(2);
    assertThatExceptionOfType(PeerLostException.class).isThrownBy(receiver::receive);
  }

  /** A mark that a killed repair has written stays, and is not made less. */
  @Test
  void markOfAKilledRepairStays() throws Exception {
    RawFile header = RawFile.start(region);
    raw.publish(1);
    raw.publish(2);
    header.set(RECEIVER, 1);
    header.set(RECEIVER + 8, 1234);
    header.set(RECEIVER + 24, 1);
    header.set(RECEIVER + 48, 2);
    assertThat(repaired()).hasSize(1);
    assertThat(header.get(RECEIVER + 48)).isEqualTo(2);
    assertThat(LongChannel.attachReceiver(region, "longs").mayBeRepeated()).isTrue();
  }

  @Test
  void lostHolderOfADamagedPartIsLeftToBeFound() throws Exception {
    RawFile header = RawFile.start(region);
    header.set(RECEIVER, 1);
    header.set(RECEIVER + 24, 1);
    raw.set(RawFile.TAIL, -1);
    ToolRun run = ToolRun.of("repair", "--json", file);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.texts("left"))
        .contains("longs: the lost receiver is left to be found: the part is damaged");
    assertThat(header.get(RECEIVER + 24)).isEqualTo(1);
    assertThat(ToolRun.of("repair", file).out()).contains("damaged, 1 errors");
  }

  @Test
  void stateOfARoleThatWasOverwritten() throws Exception {
    RawFile.start(region).set(SENDER + 24, 77);
    assertThat(repaired()).containsExactly("longs: the state of the role sender is reset to free");
  }

  /** Only while nobody else has the file open, and that must be known. */
  @Test
  void shortNapsEndWhenNobodyHasTheFileOpen() throws Exception {
    RawFile header = RawFile.start(region);
    header.setInt(44, 1);
    ToolRun run = ToolRun.of("repair", "--json", file);
    assertThat(run.texts("left").getFirst()).contains("waits stay short naps");
    assertThat(header.getInt(44)).isEqualTo(1);
    region.close();
    byte[] before = Files.readAllBytes(file);
    ToolRun alone = ToolRun.of("repair", "--json", file);
    if (alone.texts("left").isEmpty()) {
      assertThat(alone.texts("done")).hasSize(1);
      assertThat(header.getInt(44)).isZero();
      Region.open(file).close();
    } else {
      assertThat(Files.readAllBytes(file)).isEqualTo(before); // without native access
    }
  }
}
