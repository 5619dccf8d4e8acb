package dev.rouse.jmh.bench.result;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.result.Row.Sample;
import dev.rouse.jmh.contender.Contender;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RawTest {
  private static final Contender RING = Contender.RING;
  private static final Contender AGRONA = Contender.AGRONA;

  private static final double NEAR = 60;
  private static final double FAR = 250;

  @Test
  void onlyIterationsOfTheCommonPlacementCount() {
    // Most of all are far, but of Agrona's only a few.
    List<Row> rows =
        reduce(
            raw(
                RING,
                at(NEAR, 0, 10, 5),
                at(NEAR, 1, 11, 5),
                at(NEAR, 1, 12, 5),
                at(FAR, 0, 40, 50)),
            raw(AGRONA, at(NEAR, 0, 20, 5), at(NEAR, 1, 22, 10), at(FAR, 0, 60, 4)));
    Row ring = rows.getFirst();
    assertThat(ring.figure().value()).isEqualTo(11);
    // Samples 10, 11, 12: deviation 1, Student's t for 99.9 % and 2 degrees 31.599.
    assertThat(ring.figure().error()).isCloseTo(31.599 / Math.sqrt(3), within(1e-2));
    assertThat(ring.sample()).isEqualTo(new Sample(2, 15, 65, NEAR, NEAR * 1.05));
    assertThat(rows.getLast().sample().iterations()).isEqualTo(15);
  }

  @Test
  void anIterationInWhichTheMachineChangedDoesNotCount() {
    Row row =
        reduceOne(
            at(NEAR, 0, 10, 5),
            at(NEAR, 1, 11, 5),
            at(NEAR, 1, 12, 5),
            Collections.nCopies(50, new Iteration(0, 99, NEAR, FAR)),
            Collections.nCopies(50, new Iteration(1, 99, FAR, NEAR)));
    assertThat(row.sample().iterations()).isEqualTo(15);
    assertThat(row.figure().value()).isEqualTo(11);
  }

  @Test
  void anIterationInWhichTheMachineChangedAndChangedBackDoesNotCount() {
    List<Iteration> some =
        Stream.of(at(NEAR, 0, 10, 3), at(NEAR, 0, 99, 2)).flatMap(List::stream).toList();
    assertThat(reduceOne(some, some, some, inFork(1, some)).figure()).isEqualTo(new Figure(10, 0));
  }

  @Test
  void aMachineThatStaysAsItIsLosesNoIteration() {
    List<Row> rows =
        reduce(
            raw(RING, at(25, 0, 10, 9), at(27, 0, 11, 9), at(24, 1, 12, 9), at(31, 1, 13, 9)),
            raw(AGRONA, at(26, 0, 20, 9), at(29, 1, 23, 18)));
    assertThat(rows.getFirst().sample()).isEqualTo(new Sample(2, 36, 36, 24, 31 * 1.05));
    assertThat(rows.getLast().sample().iterations()).isEqualTo(27);
  }

  @Test
  void shortIterationsOfAForkAreNotTakenForIndependent() {
    Figure figure = reduceOne(at(NEAR, 0, 10, 40), at(NEAR, 1, 20, 40)).figure();
    assertThat(figure.value()).isEqualTo(15);
    // Five samples of each fork: deviation sqrt(250/9), Student's t for 99.9 % and 9 degrees 4.781.
    assertThat(figure.error()).isCloseTo(4.781 * Math.sqrt(250 / 9.0 / 10), within(1e-2));
  }

  @Test
  void withoutEnoughOfEachAllCount() {
    assertAllCount(raw(RING, at(NEAR, 0, 10, 5), at(NEAR, 1, 12, 5)));
    assertAllCount(
        raw(RING, at(NEAR, 0, 10, 20), at(NEAR, 1, 12, 20)),
        raw(AGRONA, at(FAR, 0, 60, 20), at(FAR, 1, 61, 20), at(NEAR, 1, 20, 4)));
  }

  @Test
  void iterationsOfOneForkDoNotStandForSeveral() {
    assertAllCount(raw(RING, at(NEAR, 0, 10, 30), at(FAR, 1, 40, 4)));
  }

  @Test
  void whereTheDistanceIsNotKnownAllCount() {
    Row row = reduceOne(at(NaN, 0, 10, 20), at(NaN, 1, 11, 20));
    assertThat(row.sample().isPlaced()).isFalse();
    assertThat(row.sample().iterations()).isEqualTo(40);
    // As JMH does it: forty samples.
    assertThat(row.figure().error()).isLessThan(0.3);
  }

  @Test
  void anErrorOfOneSampleIsUnknown() {
    assertThat(reduceOne(at(NaN, 0, 10, 1)).figure().hasError()).isFalse();
  }

  @Test
  void theOtherFiguresAreMeansOfAllIterations() {
    Map<Metric, List<Double>> samples = Map.of(Metric.P50, List.of(8.0, 12.0, 10.0, 10.0));
    Row row = reduce(new Raw(combination(RING), "us/op", at(NaN, 0, 20, 4), samples)).getLast();
    assertThat(row.metric()).isEqualTo(Metric.P50);
    assertThat(row.unit()).isEqualTo("us");
    assertThat(row.figure().value()).isEqualTo(10);
    // Deviation sqrt(8/3), Student's t for 99.9 % and 3 degrees 12.924.
    assertThat(row.figure().error()).isCloseTo(12.924 * Math.sqrt(8 / 3.0) / 2, within(1e-3));
  }

  @Test
  void ofTheLongestTheLongestCounts() {
    Map<Metric, List<Double>> samples = Map.of(Metric.LONGEST, List.of(8.0, 12.0, 10.0));
    Row row = reduce(new Raw(combination(RING), "ms/op", at(NaN, 0, 20, 3), samples)).getLast();
    assertThat(row.figure()).isEqualTo(new Figure(12, 0));
  }

  private static void assertAllCount(Raw... raw) {
    assertThat(reduce(raw))
        .extracting(row -> row.sample().iterations())
        .isEqualTo(Stream.of(raw).map(r -> r.iterations().size()).toList());
  }

  private static List<Row> reduce(Raw... raw) {
    return Raw.reduce(List.of(raw));
  }

  @SafeVarargs
  private static Row reduceOne(List<Iteration>... parts) {
    List<Iteration> all = new ArrayList<>();
    for (List<Iteration> part : parts) {
      all.addAll(part);
    }
    return reduce(raw(RING, all)).getFirst();
  }

  private static List<Iteration> at(double nanos, int fork, double time, int count) {
    return Collections.nCopies(count, new Iteration(fork, time, nanos, nanos * 1.05));
  }

  private static List<Iteration> inFork(int fork, List<Iteration> iterations) {
    return iterations.stream()
        .map(i -> new Iteration(fork, i.time(), i.coreToCoreBefore(), i.coreToCoreAfter()))
        .toList();
  }

  @SafeVarargs
  private static Raw raw(Contender contender, List<Iteration>... parts) {
    List<Iteration> iterations = new ArrayList<>();
    for (List<Iteration> part : parts) {
      iterations.addAll(part);
    }
    return new Raw(combination(contender), "ns/op", iterations, Map.of());
  }

  private static Combination combination(Contender contender) {
    return new Combination("RoundTrip.roundTrip", contender, "", 0, 1);
  }
}
