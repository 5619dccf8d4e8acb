package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.file.IfExists;
import dev.rouse.file.PeerLostException;
import dev.rouse.file.RegionFormatException;
import dev.rouse.memory.Region;
import dev.rouse.processes.Victim.Work;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Processes that are killed at random moments: what was sent is not lost, nothing comes twice
 * without a mark, and nobody waits for ever. {@code -Drouse.kills=1000 -Dtest.timeout=20m} kills
 * that many. The moments are random in any case, so the seed decides only about the numbers.
 */
@Tag("own-jvm")
class KillsTest {
  private static final int KILLS = Integer.getInteger("rouse.kills", 50);

  /** What each of the five tests kills. */
  private static final int SENDERS = KILLS * 3 / 10;

  private static final int RECEIVERS = KILLS * 3 / 10;
  private static final int CREATORS = KILLS / 5;
  private static final int REPAIRERS = KILLS / 10;
  private static final int ADDERS = KILLS - SENDERS - RECEIVERS - CREATORS - REPAIRERS;

  private static final int MOST_VALUES = 3_000;
  private static final int VALUES = RECEIVERS * MOST_VALUES;

  /** How long nothing may happen, in seconds: far more than the bound of a loss. */
  private static final long PATIENCE_SECONDS = 30;

  private final SplittableRandom random = new SplittableRandom(1);
  private SharedFolder folder;
  private Path file;
  private Region region;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    region = Region.create(file, Victim.parts(VALUES));
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  /** For a random time of up to a millisecond. */
  private void pause() {
    long nanos = random.nextLong(TimeUnit.MILLISECONDS.toNanos(1));
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }

  private interface Kill {
    /** Lets the process work for a while; then it is killed. */
    void before() throws Exception;
  }

  /** Kills one process after the other. The next one waits already for what this one has. */
  private void kill(int times, Work work, Kill kill) throws Exception {
    Victim victim = Victim.start(file, work);
    try {
      for (int i = 0; i < times; i++) {
        assertThat(victim.line()).isEqualTo("attached");
        Victim next = Victim.start(file, work);
        try (Victim killed = victim) {
          kill.before();
          pause();
          killed.kill();
        } finally {
          victim = next;
        }
      }
    } finally {
      victim.close();
    }
  }

  /** Every value is the position at which it was sent, by whomever. */
  @Test
  void nothingSentIsLostWhenSendersAreKilled() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    AtomicCounter sent = AtomicCounter.at(region, "sent");
    long[] next = {0};
    kill(
        SENDERS,
        Work.SEND,
        () -> {
          for (int i = random.nextInt(MOST_VALUES); i > 0; i--) {
            assertThat(received(receiver)).isEqualTo(next[0]++);
          }
        });
    for (long value; (value = receiver.poll()) != LongReceiver.NONE; ) {
      assertThat(value).isEqualTo(next[0]++);
    }
    assertThat(next[0]).isGreaterThanOrEqualTo(sent.get());
  }

  /** Returns the next value, whoever sends it. */
  private static long received(LongReceiver receiver) throws InterruptedException {
    while (true) {
      try {
        long value = receiver.receive(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(value).as("a value within 30 s").isNotEqualTo(LongReceiver.NONE);
        return value;
      } catch (PeerLostException e) {
        // The test has killed it.
      }
    }
  }

  @Test
  void eachValueIsHandledAndRepeatedOnlyWithAMarkWhenReceiversAreKilled() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    AtomicCounter count = AtomicCounter.at(region, "count");
    MemorySegment table = region.bytes("handled");
    var permits = new Semaphore(0);
    var ended = new AtomicBoolean();
    Background<Long> sending =
        Background.start(
            () -> {
              long value = 0;
              while (permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS) && !ended.get()) {
                send(sender, value++);
              }
              return value;
            });
    kill(
        RECEIVERS,
        Work.RECEIVE,
        () -> {
          int burst = 1 + random.nextInt(MOST_VALUES);
          long from = count.get() + random.nextInt(burst);
          permits.release(burst);
          // Up to a moment in the middle; or the victim has handled fewer.
          long start = System.nanoTime();
          while (count.get() < from && System.nanoTime() - start < 20_000_000) {
            Thread.onSpinWait();
          }
        });
    LongReceiver last = LongChannel.attachReceiver(region, "longs");
    Background<Boolean> receiving =
        Background.start(
            () -> {
              last.forEach(value -> Victim.handle(last, table, count, value));
              return true;
            });
    Background.until(() -> permits.availablePermits() == 0);
    ended.set(true);
    permits.release();
    long values = sending.result();
    sender.close();
    assertThat(receiving.result()).isTrue();
    assertThat(values).isPositive();
    for (long value = 0; value < values; value++) {
      byte unmarked = table.get(ValueLayout.JAVA_BYTE, Victim.BYTES_PER_VALUE * value);
      byte marked = table.get(ValueLayout.JAVA_BYTE, Victim.BYTES_PER_VALUE * value + 1);
      assertThat(unmarked).as("value %d, without a mark", value).isBetween((byte) 0, (byte) 1);
      assertThat(unmarked + marked).as("value %d", value).isPositive();
    }
  }

  /** Sends a value, whoever receives it. */
  private static void send(LongSender sender, long value) throws InterruptedException {
    while (true) {
      try {
        assertThat(sender.send(value, PATIENCE_SECONDS, TimeUnit.SECONDS))
            .as("space within 30 s")
            .isTrue();
        return;
      } catch (PeerLostException e) {
        // The test has killed it.
      }
    }
  }

  @Test
  void noJobIsLostWhenThoseWhoAddAreKilled() throws Exception {
    JobSignal signal = JobSignal.attachConsumer(region, "jobs", WaitPolicy.adaptive());
    AtomicCounter added = AtomicCounter.at(region, "added");
    long[] done = {0};
    kill(
        ADDERS,
        Work.ADD,
        () -> {
          long from = done[0] + random.nextInt(MOST_VALUES);
          while (done[0] < from) {
            long pending = signal.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(pending).as("a job within 30 s").isPositive();
            signal.complete(pending);
            done[0] += pending;
          }
        });
    done[0] += signal.pending();
    // Who is killed between the two may have added one more than it says.
    assertThat(done[0]).isBetween(added.get(), added.get() + ADDERS + 1);
  }

  @Test
  void whatRepairersLeaveIsRepairedAndNothingSentIsLost() throws Exception {
    try (Region other = Region.open(file)) {
      LongSender sender = LongChannel.attachSender(other, "longs");
      for (int i = 0; i < Victim.SENT; i++) {
        sender.send(i);
      }
    }
    AtomicCounter repairs = AtomicCounter.at(region, "count");
    kill(
        REPAIRERS,
        Work.REPAIR,
        () -> {
          long until = repairs.get() + random.nextInt(100);
          Background.until(() -> repairs.get() >= until);
        });
    Victim.repair(file, RawFile.part(region, "longs"));
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    LongSender sender = LongChannel.attachSender(region, "longs");
    sender.send(Victim.SENT);
    for (int i = 0; i <= Victim.SENT; i++) {
      assertThat(receiver.poll()).isEqualTo(i);
    }
    assertThat(receiver.poll()).isEqualTo(LongReceiver.NONE);
  }

  @Test
  void fileIsWholeOrNotThereWhenCreatorsAreKilled() throws Exception {
    region.close();
    var ended = new AtomicBoolean();
    Background<Integer> opening =
        Background.start(
            () -> {
              int opened = 0;
              while (!ended.get()) {
                try (Region open = Region.open(file)) {
                  assertThat(open.parts()).hasSize(Victim.parts(1).length);
                  opened++;
                } catch (NoSuchFileException e) {
                  // Deleted, and not created again yet.
                } catch (RegionFormatException e) {
                  throw new AssertionError(e);
                }
              }
              return opened;
            });
    kill(CREATORS, Work.CREATE, () -> {});
    ended.set(true);
    assertThat(opening.result()).isPositive();
    Region.create(file, IfExists.REPLACE, Victim.parts(1)).close();
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files.map(path -> path.getFileName().toString()).toList())
          .as("what killed creators have left is deleted")
          .isEqualTo(List.of("region"));
    }
  }
}
