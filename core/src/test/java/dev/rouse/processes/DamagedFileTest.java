package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.CounterTable;
import dev.rouse.counter.LabelledCounter;
import dev.rouse.counter.StripedCounter;
import dev.rouse.file.RegionFormatException;
import dev.rouse.memory.Region;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.SharedFolder;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A valid file in which words were overwritten is opened and used: that ends in an exception of the
 * library that says what is wrong, or works. It never ends in another exception, or not at all.
 */
class DamagedFileTest {
  /** The property that says how many files the slow test damages. */
  private static final String FILES = "rouse.damagedFiles";

  private static final int MOST_WORDS = 4;

  /** As many steps as an operation that is repeated may take; more than fits into any part. */
  private static final int STEPS = 300;

  @Test
  void someDamagedFilesAreRefusedOrWork() throws Exception {
    damage(0, 500);
  }

  @Test
  @Tag("slow")
  void manyDamagedFilesAreRefusedOrWork() throws Exception {
    damage(500, Integer.getInteger(FILES, 1_500));
  }

  /** Nobody closes that, so a wait must not take it for the end of all jobs. */
  @Test
  void closedDrainWaiterIsDamage() throws Exception {
    try (SharedFolder folder = new SharedFolder();
        Region region = Region.create(folder.file("region"), JobSignal.part("jobs"))) {
      JobSignal signal = JobSignal.attachDrainWaiter(region, "jobs", WaitPolicy.adaptive());
      signal.increment();
      RawFile.part(region, "jobs").setInt(384, RawFile.CLOSED);
      assertThatIllegalStateException()
          .isThrownBy(signal::awaitDrained)
          .withMessageContaining("the signal is damaged");
      assertThatIllegalStateException()
          .isThrownBy(() -> signal.awaitDrained(1, TimeUnit.SECONDS))
          .withMessageContaining("the signal is damaged");
      assertThatIllegalStateException()
          .isThrownBy(signal::awaitDrainedUninterruptibly)
          .withMessageContaining("the signal is damaged");
    }
  }

  private static void damage(int from, int to) throws Exception {
    try (SharedFolder folder = new SharedFolder()) {
      byte[] valid = validFile(folder.file("valid"));
      int refused = 0;
      int failed = 0;
      for (int seed = from; seed < to; seed++) {
        Path file = folder.file("damaged");
        write(file, damaged(valid, seed));
        try (Region region = Region.open(file)) {
          failed += use(region, seed);
        } catch (RegionFormatException e) {
          refused++;
        } catch (RuntimeException | Error e) {
          throw new AssertionError("seed " + seed, e);
        }
        Files.delete(file); // what is mapped stays until it is collected
      }
      // Both kinds of damage were there.
      assertThat(refused).isPositive();
      assertThat(failed).isPositive();
    }
  }

  static byte[] validFile(Path file) throws Exception {
    try (Region region =
        Region.create(
            file,
            LongChannel.part("longs", 16),
            Channel.part("records", 256),
            LongRing.part("long ring", 16),
            SpscRing.part("ring", 256),
            JobSignal.part("jobs"),
            AtomicCounter.part("count"),
            StripedCounter.part("striped", 2),
            CounterTable.part("table", 3))) {
      LongSender longs = LongChannel.attachSender(region, "longs");
      Sender records = Channel.attachSender(region, "records");
      LongRingProducer longRing = LongRing.attachProducer(region, "long ring");
      RingProducer ring = SpscRing.attachProducer(region, "ring");
      for (int i = 0; i < 7; i++) {
        longs.send(i);
        longRing.offer(i);
        records.send("record", RecordCodec.utf8());
        ring.offer(1, "record", RecordCodec.utf8());
      }
      LongChannel.attachReceiver(region, "longs").poll();
      Channel.attachReceiver(region, "records").poll(RecordCodec.utf8());
      LongRing.attachConsumer(region, "long ring").poll();
      SpscRing.attachConsumer(region, "ring").poll((type, segment, offset, length) -> {});
      JobSignal.attach(region, "jobs").add(3);
      CounterTable table = CounterTable.at(region, "table");
      table.allocate(1, "first").add(1);
      table.allocate(2, "second, with a longer label").free();
    }
    return Files.readAllBytes(file);
  }

  static byte[] damaged(byte[] valid, int seed) {
    var random = new SplittableRandom(seed);
    byte[] bytes = valid.clone();
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    for (int i = random.nextInt(1, MOST_WORDS + 1); i > 0; i--) {
      int index = random.nextInt(bytes.length / Long.BYTES) * Long.BYTES;
      long before = words.getLong(index);
      words.putLong(
          index,
          switch (random.nextInt(9)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Long.MIN_VALUE;
            case 3 -> Long.MAX_VALUE;
            case 4 -> before + 1;
            case 5 -> before ^ (1L << random.nextInt(Long.SIZE));
            case 6 -> random.nextInt(64) * 8L;
            case 7 -> random.nextInt();
            default -> random.nextLong();
          });
    }
    return bytes;
  }

  static void write(Path file, byte[] bytes) throws IOException {
    // With the mode of a file that the library made.
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, bytes, StandardOpenOption.WRITE);
  }

  /** Uses all parts; returns how many of them said that something is wrong. */
  private static int use(Region region, int seed) {
    int failed = 0;
    for (Use use :
        new Use[] {
          DamagedFileTest::useLongChannel,
          DamagedFileTest::useChannel,
          DamagedFileTest::useLongRing,
          DamagedFileTest::useRing,
          DamagedFileTest::useSignal,
          DamagedFileTest::useCounters,
          DamagedFileTest::useTable
        }) {
      try {
        use.of(region);
      } catch (IllegalStateException | ArithmeticException e) {
        assertThat(e.getMessage()).as("seed " + seed).isNotBlank();
        failed++;
      } catch (IllegalArgumentException e) {
        // The label or the kind was overwritten.
        assertThat(e.getMessage()).as("seed " + seed).startsWith("label: ");
        failed++;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return failed;
  }

  /** One way to use a file. */
  private interface Use {
    void of(Region region) throws InterruptedException;
  }

  private static void useLongChannel(Region region) throws InterruptedException {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    LongSender sender = LongChannel.attachSender(region, "longs");
    long[] values = {0};
    receiver.drain(value -> values[0]++, STEPS);
    for (int i = 0; i < STEPS && sender.trySend(i); i++) {
      values[0]++;
    }
    sender.send(1, 1, TimeUnit.MICROSECONDS);
    for (int i = 0; i < STEPS && receiver.poll() >= 0; i++) {
      values[0]++;
    }
    receiver.receive(1, TimeUnit.MICROSECONDS);
    sender.close();
    receiver.receive();
  }

  private static void useChannel(Region region) throws InterruptedException {
    Receiver receiver = Channel.attachReceiver(region, "records");
    Sender sender = Channel.attachSender(region, "records");
    byte[][] payload = {null};
    receiver.drain((type, segment, offset, length) -> payload[0] = new byte[length], STEPS);
    for (int i = 0; i < STEPS && sender.trySend("another", RecordCodec.utf8()); i++) {
      payload[0] = null;
    }
    for (int i = 0; i < STEPS; i++) {
      if (receiver.poll(RecordCodec.utf8()) == null) {
        break;
      }
    }
    receiver.receive(RecordCodec.utf8(), 1, TimeUnit.MICROSECONDS);
    sender.close();
    receiver.receive((type, segment, offset, length) -> {}, 1);
  }

  private static void useLongRing(Region region) {
    LongRingConsumer consumer = LongRing.attachConsumer(region, "long ring");
    LongRingProducer producer = LongRing.attachProducer(region, "long ring");
    for (int i = 0; i < STEPS && consumer.poll() >= 0; i++) {
      producer.offer(i);
    }
  }

  private static void useRing(Region region) {
    RingConsumer consumer = SpscRing.attachConsumer(region, "ring");
    RingProducer producer = SpscRing.attachProducer(region, "ring");
    byte[][] payload = {null};
    for (int i = 0; i < STEPS; i++) {
      if (!consumer.poll((type, segment, offset, length) -> payload[0] = new byte[length])) {
        break;
      }
      producer.offer(1, "another", RecordCodec.utf8());
    }
  }

  private static void useSignal(Region region) throws InterruptedException {
    JobSignal signal = JobSignal.attachConsumer(region, "jobs", WaitPolicy.adaptive());
    signal.await(1, TimeUnit.MICROSECONDS);
    signal.increment();
    signal.complete(1);
    signal.close();
  }

  private static void useCounters(Region region) {
    AtomicCounter.at(region, "count").incrementAndGet();
    StripedCounter striped = StripedCounter.at(region, "striped");
    striped.add(1);
    striped.sum();
  }

  private static void useTable(Region region) {
    CounterTable table = CounterTable.at(region, "table");
    long[] sum = {0};
    table.forEach(read -> sum[0] += read.value() + read.label().length());
    LabelledCounter counter = table.allocate(3, "third");
    counter.increment();
    table.find(1, "first").ifPresent(LabelledCounter::increment);
    counter.free();
    table.size();
  }
}
