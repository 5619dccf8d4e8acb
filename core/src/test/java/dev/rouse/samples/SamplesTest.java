package dev.rouse.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Project;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every sample runs and prints what it should. */
class SamplesTest {
  private static final Map<String, List<String>> OUTPUTS =
      Map.ofEntries(
          Map.entry("ChannelSample", List.of("hello")),
          Map.entry("DuplexSample", List.of("Answer[id=1, root=4.0]", "Answer[id=2, root=5.0]")),
          Map.entry("InboxSample", List.of("1502000")),
          Map.entry("JobSignalSample", List.of("sweep", "polish")),
          Map.entry("LongChannelSample", List.of("5050")),
          Map.entry("LongRingSample", List.of("42", "43", "44", "45")),
          Map.entry("ObjectChannelSample", List.of("hello", "world")),
          Map.entry("OwnCodecSample", List.of("Note[author=7, text=Hello]")),
          Map.entry("PoolSample", List.of("499999500000")),
          Map.entry(
              "QuickStartSample",
              List.of(
                  "Trade[id=1, price=101.5, quantity=3]", "Trade[id=2, price=99.25, quantity=8]")),
          Map.entry(
              "ReceiverCloseSample",
              List.of("a job that cannot be done", "the worker has stopped")),
          Map.entry("RecordCodecSample", List.of("Quote[instrument=7, price=101.5, quantity=3]")),
          Map.entry("SeveralProducersSample", List.of("1501500")),
          Map.entry("SpscRingSample", List.of("16")),
          Map.entry("SubmitterSample", List.of("333833500")));

  static final Set<String> SAMPLES = OUTPUTS.keySet();

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void samplePrints(String sample) throws Exception {
    assertThat(outputOf(sample).lines()).isEqualTo(OUTPUTS.get(sample));
  }

  @Test
  void everySampleIsRun() throws IOException {
    try (var files = Files.list(Project.CORE_TESTS.resolve("dev/rouse/samples"))) {
      Set<String> sources =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .filter(name -> !name.equals("package-info") && !name.endsWith("Test"))
              .collect(Collectors.toSet());
      assertThat(SAMPLES).isEqualTo(sources);
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
