package dev.rouse.jmh.bench.result;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.result.Row.Sample;
import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.tool.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsCsvTest {
  private static final Row PLACED =
      new Row(
          new Combination("SpscThroughput.transfer", Contender.RING, "payload", 64, 1),
          Metric.TIME,
          new Figure(12345.678, 0.00012345),
          "ns/op",
          new Sample(5, 71, 200, 55.5, 77.25));
  private static final Row BARE =
      new Row(
          new Combination("StripedCounterThroughput.add", Contender.LONG_ADDER, "", 0, 8),
          Metric.ALLOCATED,
          new Figure(0, NaN),
          "B/op",
          new Sample(3, 15, 15, NaN, NaN));

  @TempDir Path folder = Path.of("");

  @Test
  void aFigureIsALine() throws Exception {
    Path file = folder.resolve("results.csv");
    ResultsCsv.write(file, new Results(List.of(PLACED, BARE)));
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "benchmark,contender,parameter,value,threads,metric,mean,error,unit,forks,iterations,"
                + "of,coreToCoreMin,coreToCoreMax",
            "SpscThroughput.transfer,RING,payload,64,1,TIME,12346,0.00012345,ns/op,5,71,200,55.5,"
                + "77.25",
            "StripedCounterThroughput.add,LONG_ADDER,,,8,ALLOCATED,0,,B/op,3,15,15,,");
    assertThat(ResultsCsv.read(file).rows())
        .containsExactly(
            new Row(
                PLACED.combination(),
                Metric.TIME,
                new Figure(12346, 0.00012345),
                "ns/op",
                PLACED.sample()),
            BARE);
  }

  @Test
  void refusesOtherFiles() throws Exception {
    Path file = folder.resolve("results.csv");
    ResultsCsv.write(file, new Results(List.of(BARE)));
    String good = Files.readString(file);
    refuses("", "line 1: expected benchmark,");
    refuses(good + "a,b\n", "line 3: 2 columns, expected 14");
    refuses(good.replace("LONG_ADDER", "SHORT_ADDER"), "line 2: No enum constant");
    refuses(good.replace(",0,,B/op", ",much,,B/op"), "line 2: For input string: \"much\"");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> ResultsCsv.read(folder.resolve("missing.csv")))
        .withMessageContaining("missing.csv cannot be read");
  }

  private void refuses(String text, String why) throws Exception {
    Path file = Files.writeString(folder.resolve("other.csv"), text);
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> ResultsCsv.read(file))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(why);
  }
}
