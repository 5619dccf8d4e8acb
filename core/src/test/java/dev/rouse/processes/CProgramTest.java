package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.CounterTable;
import dev.rouse.counter.StripedCounter;
import dev.rouse.memory.Region;
import dev.rouse.processes.CProgram.Build;
import dev.rouse.processes.CProgram.Source;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This process at one end, a C program at the other, in both directions. */
class CProgramTest {
  private static final int SLOTS = 16; // so few that both sides sleep often
  private static final int SLEEPING = 2;

  // Exit statuses: codes of rouse_region.h, and those of the two programs.
  private static final int OK = 0;
  private static final int END = 1;
  private static final int NO_PART = 8;
  private static final int TOO_LONG = 9;
  private static final int USAGE = 64;
  private static final int NO_NUMBER = 65;

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
    region =
        Region.create(
            file,
            LongChannel.part("longs", SLOTS),
            LongChannel.part("answers", SLOTS),
            Channel.part("small", 128),
            Channel.part("records", 4096),
            JobSignal.part("jobs"),
            AtomicCounter.part("sent"),
            StripedCounter.part("striped", 4),
            CounterTable.part("table", 4)); // not for C, which opens the file all the same
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  private static CProgram start(Source source, Object... arguments) throws IOException {
    return CProgram.start(programs, source, arguments);
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static List<String> lines(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
  }

  /** Writes lines while the test reads what becomes of them. */
  private static Background<Object> feed(CProgram program, List<?> lines) {
    return Background.start(
        () -> {
          for (Object line : lines) {
            program.write(line);
          }
          program.endInput();
          return lines;
        });
  }

  private static List<Long> allFrom(LongReceiver receiver) {
    List<Long> received = new ArrayList<>();
    receiver.forEach(received::add);
    return received;
  }

  @Test
  void longsGoFromJavaToC() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs");
    try (CProgram receiver = start(Source.RECEIVE, file, "longs")) {
      Background<List<String>> received = Background.start(receiver::lines);
      sender.send(Long.MAX_VALUE);
      for (long value = 0; value < 5_000; value++) {
        sender.send(value);
      }
      sender.close();
      assertThat(received.result().getFirst()).isEqualTo("" + Long.MAX_VALUE);
      assertThat(received.result().subList(1, 5_001)).isEqualTo(lines(0, 4_999));
      receiver.endedWith(OK);
    }
  }

  @Test
  void longsGoFromCToJava() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    List<Long> sent = new ArrayList<>(List.of(Long.MAX_VALUE));
    sent.addAll(numbers(0, 4_999));
    try (CProgram sender = start(Source.SEND, file, "longs")) {
      Background<Object> fed = feed(sender, sent);
      assertThat(allFrom(receiver)).isEqualTo(sent);
      sender.endedWith(OK);
      fed.result();
    }
  }

  /** Strings of all lengths up to the longest, twice, and a long one between two others. */
  private static List<String> records(int capacity) {
    int longest = capacity / 2 - 8;
    List<String> records = new ArrayList<>();
    for (int length = 0; length <= 2 * longest; length++) {
      records.add(record(length % (longest + 1)));
      if (length % 5 == 0) {
        records.add(record(longest));
      }
    }
    return records;
  }

  private static String record(int length) {
    StringBuilder record = new StringBuilder();
    for (int i = 0; i < length; i++) {
      record.append((char) ('!' + (i * 7 + length) % 90));
    }
    return record.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 4096})
  void recordsOfAllLengthsGoFromJavaToC(int capacity) throws Exception {
    String channel = capacity == 128 ? "small" : "records";
    List<String> records = records(capacity);
    List<String> lines = new ArrayList<>();
    Sender sender = Channel.attachSender(region, channel);
    try (CProgram receiver = start(Source.RECEIVE, "-t", file, channel)) {
      Background<List<String>> received = Background.start(receiver::lines);
      for (String record : records) {
        int type = lines.size() + 1;
        lines.add(type + "\t" + record);
        byte[] bytes = record.getBytes(StandardCharsets.US_ASCII);
        sender.send(type, MemorySegment.ofArray(bytes), 0, bytes.length);
      }
      sender.close();
      assertThat(received.result()).isEqualTo(lines);
      receiver.endedWith(OK);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 4096})
  void recordsOfAllLengthsGoFromCToJava(int capacity) throws Exception {
    String channel = capacity == 128 ? "small" : "records";
    List<String> records = records(capacity);
    Receiver receiver = Channel.attachReceiver(region, channel);
    try (CProgram sender = start(Source.SEND, "-t", 7, file, channel)) {
      Background<Object> fed = feed(sender, records);
      List<String> received = new ArrayList<>();
      receiver.forEach(
          (type, memory, offset, length) -> {
            assertThat(type).isEqualTo(7);
            byte[] bytes = memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            received.add(new String(bytes, StandardCharsets.US_ASCII));
          });
      assertThat(received).isEqualTo(records);
      sender.endedWith(OK);
      fed.result();
    }
  }

  /**
   * Each answer is waited for, so all four ends sleep in most turns. Without a wake a sleeper finds
   * what it waits for after up to 250 ms.
   */
  @Test
  void eachWakesTheOther() throws Exception {
    LongSender sender = LongChannel.attachSender(region, "longs", WaitPolicy.parkOnly());
    LongReceiver answers = LongChannel.attachReceiver(region, "answers", WaitPolicy.parkOnly());
    try (CProgram echo = CProgram.startEcho(programs, file, "longs", "answers")) {
      long start = System.nanoTime();
      for (int i = 0; i < 300; i++) {
        sender.send(i);
        // Not printed before there is nothing to receive; not received before it is printed.
        assertThat(answers.receive()).isEqualTo(i);
      }
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(15));
      sender.close();
      assertThat(answers.receive()).isEqualTo(LongReceiver.END_OF_STREAM);
      echo.endedWith(OK);
    }
  }

  @Test
  void javaReceiverThatClosesEndsTheSenderInC() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    RawFile raw = RawFile.part(region, "longs");
    try (CProgram sender = start(Source.SEND, file, "longs")) {
      feed(sender, numbers(1, SLOTS + 1));
      Background.until(() -> raw.getInt(RawFile.SPACE_STATE) == SLEEPING); // the channel is full
      receiver.close();
      assertThat(sender.endedWith(END)).contains("closed");
      assertThat(allFrom(receiver)).isEqualTo(numbers(1, SLOTS));
    }
  }

  @Test
  void javaDoesTheJobsThatCAdds() throws Exception {
    JobSignal signal = JobSignal.attachConsumer(region, "jobs", WaitPolicy.parkOnly());
    try (CProgram adder = start(Source.TRY, "add", file, "jobs", 2_000)) {
      long done = 0;
      while (done < 2_000) {
        long pending = signal.await();
        done += pending;
        signal.complete(pending);
      }
      assertThat(adder.line()).isEqualTo("drained");
      adder.endedWith(OK);
      assertThat(done).isEqualTo(2_000);
      assertThat(catchThrowableOfType(ClosedException.class, signal::await)).isNotNull();
    }
  }

  @Test
  void cDoesTheJobsThatJavaAdds() throws Exception {
    JobSignal signal = JobSignal.attachDrainWaiter(region, "jobs", WaitPolicy.parkOnly());
    try (CProgram consumer = start(Source.TRY, "consume", file, "jobs")) {
      assertThat(consumer.line()).isEqualTo("attached");
      for (int i = 0; i < 100; i++) {
        signal.add(2); // to a consumer that sleeps: in each turn all is done
        signal.awaitDrained();
      }
      signal.close();
      assertThat(consumer.line()).isEqualTo("200");
      consumer.endedWith(OK);
    }
  }

  @Test
  void bothCount() throws Exception {
    AtomicCounter counter = AtomicCounter.at(region, "sent");
    StripedCounter striped = StripedCounter.at(region, "striped");
    try (CProgram program = start(Source.TRY, "count", file, "sent", 10_000, "striped")) {
      for (int i = 0; i < 10_000; i++) {
        counter.incrementAndGet();
        striped.add(1);
      }
      program.endedWith(OK);
    }
    assertThat(counter.get()).isEqualTo(20_000);
    assertThat(striped.sum()).isEqualTo(20_000);
  }

  @Test
  void programsSayWhatIsWrong() throws Exception {
    try (CProgram noNumber = start(Source.SEND, file, "longs");
        CProgram tooLong = start(Source.SEND, file, "small");
        CProgram noPart = start(Source.RECEIVE, file, "other");
        CProgram usage = start(Source.RECEIVE, file)) {
      noNumber.write("-1");
      assertThat(noNumber.endedWith(NO_NUMBER)).contains("\"-1\", expected a number of 0 or more");
      tooLong.write(record(57)); // half the capacity less 8 is 56
      assertThat(tooLong.endedWith(TOO_LONG)).contains("too long");
      assertThat(noPart.endedWith(NO_PART)).contains("\"other\": no part of this label and kind");
      assertThat(usage.endedWith(USAGE)).startsWith("usage: ");
    }
  }
}
