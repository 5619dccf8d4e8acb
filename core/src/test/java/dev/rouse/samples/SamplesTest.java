package dev.rouse.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sample runs and prints what it should. The course reads in the order of its numbers. */
class SamplesTest {
  /** What a machine decides: any number, with or without a fraction. */
  private static final String NUMBER = "<number>";

  private static final Map<String, List<String>> OUTPUTS =
      Map.ofEntries(
          Map.entry("Sample01Counter", List.of("3000")),
          Map.entry("Sample02Signal", List.of("sweep", "polish")),
          Map.entry("Sample03Longs", List.of("5050")),
          Map.entry(
              "Sample04ProducerConsumer",
              List.of(
                  "Trade[id=1, price=101.5, quantity=3]", "Trade[id=2, price=99.25, quantity=8]")),
          Map.entry("Sample05Duplex", List.of("Answer[id=1, root=4.0]", "Answer[id=2, root=5.0]")),
          Map.entry("Sample06Inbox", List.of("1502000")),
          Map.entry("Sample07Pool", List.of("499999500000")),
          Map.entry(
              "Sample08RoundRobin",
              List.of("red: washer-1", "blue: washer-2", "green: washer-1", "white: washer-2")),
          Map.entry(
              "Sample09Packed",
              List.of(
                  "toast is ready, cake is not",
                  "one cook made the toast: true",
                  "the other made the cake: true")),
          Map.entry(
              "Sample10ByKey", List.of("Ann has 100", "Bob has 50", "Ann has 70", "Bob has 55")),
          Map.entry(
              "Sample11RangeSum",
              List.of(
                  "one thread: 4999999950000000",
                  "the pool: 4999999950000000",
                  "speed-up: " + NUMBER)),
          Map.entry(
              "Sample12Fibonacci",
              List.of("one thread: 5702887", "the pool: 5702887", "speed-up: " + NUMBER)),
          Map.entry(
              "Sample13Primes",
              List.of(
                  "one thread: Primes[count=41538, largest=499979]",
                  "the pool: Primes[count=41538, largest=499979]",
                  "speed-up: " + NUMBER)),
          Map.entry(
              "Sample14Images",
              List.of(
                  "job 1 (Picture) failed in converter-"
                      + NUMBER
                      + ": java.io.IOException: broken.png is not a picture",
                  "picture1.png: 50 x 80, colours: 1",
                  "picture2.png: 50 x 80, colours: 1",
                  "picture3.png: 50 x 80, colours: 1")),
          Map.entry(
              "Sample15Backpressure",
              List.of(
                  "space for 2",
                  "space for 0",
                  "no cake now",
                  "no cake soon",
                  "hot soup, hot fish, hot cake")),
          Map.entry(
              "Sample16Failures",
              List.of(
                  "to Bob: delivered",
                  "to Ann: delivered",
                  "job 3 (String) failed in worker-1, retry 3: java.io.IOException: nobody opens"
                      + " the door",
                  "to nowhere: given up after 4 tries")),
          Map.entry(
              "Sample17Server", List.of("hello Ann", "hello Bob", "primes below 500000: 41538")),
          Map.entry("Sample18Processes", List.of("144", "169")),
          Map.entry(
              "Sample19WorkerProcesses",
              List.of(
                  "primes below 100: 25",
                  "a worker process was killed: true",
                  "right answers: 400 of 400 requests")),
          Map.entry("ChannelSample", List.of("hello")),
          Map.entry("CounterTableSample", List.of("orders.csv: 500", "prices.csv: 1", "1")),
          Map.entry("LongRingSample", List.of("42", "43", "44", "45")),
          Map.entry("ObjectChannelSample", List.of("hello", "world")),
          Map.entry("OwnCodecSample", List.of("Note[author=7, text=Hello]")),
          Map.entry(
              "ReceiverCloseSample",
              List.of("a job that cannot be done", "the worker has stopped")),
          Map.entry("RecordCodecSample", List.of("Quote[instrument=7, price=101.5, quantity=3]")),
          Map.entry("SeveralProducersSample", List.of("1501500")),
          Map.entry("SpscRingSample", List.of("16")),
          Map.entry("SubmitterSample", List.of("333833500")),
          Map.entry(
              "TakeOverSample", List.of("the other process was ended: true", "sent before: 1")));

  static final Set<String> SAMPLES = OUTPUTS.keySet();

  /** Those whose lines come in an order that the machine decides. */
  private static final Set<String> IN_ANY_ORDER = Set.of("Sample17Server");

  private static final Path FOLDER = Project.CORE_TESTS.resolve("dev/rouse/samples");

  /** The name of a step of the course, and its number. */
  private static final Pattern STEP = Pattern.compile("\\bSample(\\d\\d)[A-Z]\\w*");

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void samplePrints(String sample) throws Exception {
    List<String> expected = new ArrayList<>(OUTPUTS.get(sample));
    List<String> printed = new ArrayList<>(outputOf(sample).lines().toList());
    if (IN_ANY_ORDER.contains(sample)) {
      Collections.sort(expected);
      Collections.sort(printed);
    }
    assertThat(printed).as(sample).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(printed.get(i)).as(sample).matches(shape(expected.get(i)));
    }
  }

  private static Pattern shape(String line) {
    return Pattern.compile(
        Stream.of(line.split(NUMBER, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\d+(\\.\\d+)?")));
  }

  @Test
  void everySampleIsRun() throws IOException {
    assertThat(SAMPLES).containsExactlyInAnyOrderElementsOf(samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"core/src/test/java/dev/rouse/samples/package-info.java", "README.md"})
  void courseIsListedInOrder(String list) throws IOException {
    String text = Files.readString(Project.ROOT.resolve(list));
    String section = text.substring(Math.max(0, text.indexOf("## Samples"))); // of a page
    assertThat(steps(section).map(MatchResult::group).distinct())
        .containsExactlyElementsOf(course());
  }

  @Test
  void firstCommentOfAStepHasItsNumber() throws IOException {
    for (String step : course()) {
      int number = Integer.parseInt(steps(step).findFirst().orElseThrow().group(1));
      assertThat(Files.readString(FOLDER.resolve(step + ".java")))
          .as(step)
          .startsWith("package dev.rouse.samples;\n\n// Step " + number + ": ");
    }
  }

  private static Stream<MatchResult> steps(String text) {
    return STEP.matcher(text).results();
  }

  private static List<String> course() throws IOException {
    return samples().stream().filter(name -> STEP.matcher(name).matches()).sorted().toList();
  }

  private static List<String> samples() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> !name.equals("package-info") && !name.endsWith("Test"))
          .toList();
    }
  }

  /** Runs the {@code main} of a sample and returns what it printed. */
  private static String outputOf(String sample) throws Exception {
    var type = Class.forName(SamplesTest.class.getPackageName() + "." + sample);
    var main = type.getDeclaredMethod("main", String[].class);
    PrintStream console = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      main.invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
