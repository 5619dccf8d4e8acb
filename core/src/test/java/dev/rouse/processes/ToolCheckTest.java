package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.memory.Region;
import dev.rouse.processes.Peer.Task;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tool's check finds, and that it finds nothing in a file that is only busy. */
class ToolCheckTest {
  /** So that the check meets each of the positions in many ways. */
  private static final int CHECKS = 150;

  private static final long ROLES = 128 + 5 * 128;

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
            LongChannel.part("longs", 16),
            Channel.part("records", 256),
            SpscRing.part("ring", 256),
            LongRing.part("long ring", 16),
            JobSignal.part("jobs"));
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  @Test
  void busyFileIsFine() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Background<Boolean>> busy = new ArrayList<>();
    LongSender longs = LongChannel.attachSender(region, "longs");
    LongReceiver longReceiver = LongChannel.attachReceiver(region, "longs");
    Sender records = Channel.attachSender(region, "records");
    Receiver recordReceiver = Channel.attachReceiver(region, "records");
    RingProducer ring = SpscRing.attachProducer(region, "ring");
    RingConsumer ringConsumer = SpscRing.attachConsumer(region, "ring");
    LongRingProducer longRing = LongRing.attachProducer(region, "long ring");
    LongRingConsumer longRingConsumer = LongRing.attachConsumer(region, "long ring");
    long[] count = {0};
    String text = "0123456789012345678901234567890123456789";
    for (Callable<?> step :
        List.<Callable<?>>of(
            () -> longs.trySend(1),
            () -> longReceiver.poll(),
            // Lengths that change, so that a record starts at every place.
            () ->
                records.trySend(
                    text.substring((int) (count[0]++ * 7 % text.length())), RecordCodec.utf8()),
            () -> recordReceiver.drain((type, segment, offset, length) -> {}, 3),
            () -> {
              Thread.yield();
              return ring.offer(1, text, RecordCodec.utf8());
            },
            () -> ringConsumer.drain((type, segment, offset, length) -> {}, 3),
            () -> longRing.offer(5),
            () -> longRingConsumer.drain(value -> {}, 5))) {
      busy.add(
          Background.start(
              () -> {
                while (!over.get()) {
                  for (int i = 0; i < 100; i++) {
                    step.call();
                  }
                  Thread.yield(); // few processors, many threads
                }
                return true;
              }));
    }
    try {
      for (int i = 0; i < CHECKS; i++) {
        ToolRun run = ToolRun.of("check", "--json", file);
        assertThat(run.errors()).isEmpty();
        assertThat(run.code()).isZero();
      }
    } finally {
      over.set(true);
    }
    for (Background<Boolean> each : busy) {
      assertThat(each.result()).isTrue();
    }
  }

  /** Nothing else runs, so that the records move while the check walks over them. */
  @Test
  void busyRingOfRecordsIsFine() throws Exception {
    Path alone = folder.file("ring alone");
    AtomicBoolean over = new AtomicBoolean();
    try (Region ringRegion = Region.create(alone, SpscRing.part("ring", 4096))) {
      RingProducer producer = SpscRing.attachProducer(ringRegion, "ring");
      RingConsumer consumer = SpscRing.attachConsumer(ringRegion, "ring");
      String text = "01234567890123456789";
      var busy =
          Background.start(
              () -> {
                for (int i = 0; !over.get(); i++) {
                  while (producer.offer(1, text.substring(i % 20), RecordCodec.utf8())) {
                    i++;
                  }
                  consumer.drain((type, segment, offset, length) -> {}, 1 + i % 50);
                }
                return true;
              });
      try {
        for (int i = 0; i < 5 * CHECKS; i++) {
          assertThat(ToolRun.of("check", "--json", alone).errors()).isEmpty();
        }
      } finally {
        over.set(true);
      }
      assertThat(busy.result()).isTrue();
    }
  }

  private void damage(String part, Consumer<RawFile> damage, String found) throws IOException {
    RawFile raw = RawFile.part(region, part);
    damage.accept(raw);
    ToolRun run = ToolRun.of("check", "--json", file);
    assertThat(run.errors()).singleElement().asString().startsWith(part + ": ").contains(found);
    assertThat(run.code()).isEqualTo(1);
    assertThat(ToolRun.of("check", file).out()).contains("error: " + part).contains("damaged, 1 ");
  }

  @Test
  void positionsOfLongs() throws Exception {
    damage("longs", raw -> raw.set(RawFile.TAIL, 17), "positions are 0 (consumer) and 17");
    damage("longs", raw -> raw.set(RawFile.TAIL, -1), "positions are 0 (consumer) and -1");
  }

  @Test
  void headOfLongs() throws Exception {
    damage("longs", raw -> raw.set(RawFile.TAIL + 128, 1), "positions are 1 (consumer) and 0");
    damage(
        "longs",
        raw -> raw.set(RawFile.TAIL + 128, Long.MIN_VALUE),
        "positions are -9223372036854775808");
  }

  @Test
  void missingValue() throws Exception {
    damage("longs", raw -> raw.set(RawFile.TAIL, 2), "position 0: nothing");
  }

  @Test
  void valueBeyondTheTail() throws Exception {
    damage("long ring", raw -> raw.set(256 + 15 * 8, -1), "position 15: a value");
  }

  @Test
  void formats() throws Exception {
    damage("ring", raw -> raw.set(144, 1), "format word is 0x1");
  }

  @Test
  void formatOfLongs() throws Exception {
    damage("longs", raw -> raw.set(RawFile.TAIL + 136, 1), "format word is 0x1");
  }

  @Test
  void recordThatIsNone() throws Exception {
    RingProducer ring = SpscRing.attachProducer(region, "ring");
    ring.offer(1, "first", RecordCodec.utf8());
    ring.offer(1, "second", RecordCodec.utf8());
    damage("ring", raw -> raw.setInt(256 + 16 + 4, 0), "position 16: a record of type 0");
    damage("ring", raw -> raw.setInt(256, 25), "position 0: a record of type 1 and length 25");
    damage("ring", raw -> raw.set(0, 12), "multiples of 8");
  }

  @Test
  void corruptRing() throws Exception {
    damage("ring", raw -> raw.set(136, 1), "corrupt record");
  }

  @Test
  void statesAndEnds() throws Exception {
    damage("records", raw -> raw.setInt(RawFile.RECORDS_STATE, 9), "state of the receiver is 9");
    damage(
        "records",
        raw -> {
          raw.setInt(RawFile.RECORDS_STATE, RawFile.CLOSED);
          raw.setInt(RawFile.SPACE_STATE, RawFile.CLOSED);
          raw.set(RawFile.END, 9);
        },
        "it ends at 8, expected 0 to the sender's position 0");
  }

  @Test
  void endWithoutClose() throws Exception {
    damage("longs", raw -> raw.set(RawFile.END, 1), "it ends at 0 and is not closed");
  }

  @Test
  void signalThatIsClosedForItsConsumerOnly() throws Exception {
    damage("jobs", raw -> raw.setInt(128, RawFile.CLOSED), "it is closed, and it is not");
  }

  @Test
  void rolesAndSizes() throws Exception {
    RawFile header = RawFile.start(region);
    header.set(ROLES + 24, 5);
    assertThat(ToolRun.of("check", "--json", file).errors())
        .containsExactly("longs: the state of the role sender is 5, expected 0 or 1");
    header.set(ROLES + 24, 0);
    header.set(ROLES + 32, 1);
    assertThat(ToolRun.of("check", "--json", file).errors())
        .singleElement()
        .asString()
        .contains("epochs of the role sender are 0 and 1");
    header.set(ROLES + 32, 0);
    header.set(128 + 24, 32);
    assertThat(ToolRun.of("check", "--json", file).errors())
        .containsExactly("longs: a capacity of 32 in 1152 bytes, expected what belongs together");
    assertThat(ToolRun.of("stat", "--json", file).code()).isZero();
  }

  @Test
  void notesAreNoDamage() throws Exception {
    RawFile longs = RawFile.part(region, "longs");
    longs.set(RawFile.TAIL, 1);
    longs.setInt(RawFile.RECORDS_STATE, RawFile.HOT);
    RawFile.part(region, "records").setInt(RawFile.SPACE_STATE, RawFile.CLOSED);
    RawFile.part(region, "jobs").set(0, Long.MIN_VALUE);
    try (Peer peer = Peer.start(file, Task.SEND_AND_STAY, 0)) {
      assertThat(peer.line()).isEqualTo("sent");
      // The producer may be between the two stores.
      assertThat(ToolRun.of("check", "--json", file).notes())
          .hasSize(3)
          .noneMatch(note -> note.contains("one too far"));
      peer.kill();
      ToolRun run = ToolRun.of("check", "--json", file);
      assertThat(run.code()).isZero();
      assertThat(run.notes())
          .containsExactly(
              "longs: the sender was lost: process %d, epoch 1; it has no successor yet"
                  .formatted(peer.pid()),
              "longs: the last value was not completed: position 1 is one too far, the next sender"
                  + " corrects it",
              "longs: the receiver is said to be busy, and there is none: the next one resets that",
              "records: half a close: the next one who attaches or sends completes it",
              "jobs: half a close: a consumer that sleeps finds it by itself");
    }
  }
}
