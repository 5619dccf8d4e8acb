package dev.rouse.jmh.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.plan.Goal.Kind;
import dev.rouse.jmh.contender.Contender;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;

class BenchmarksTest {
  private static final List<Declaration> FULL_RUN =
      Benchmarks.all().stream().filter(b -> b.isMeasured(false)).toList();

  /** Those of the full run, and those that a run can name. */
  private static final List<Declaration> MEASURED =
      Benchmarks.all().stream().filter(b -> b.isMeasured(true)).toList();

  @Test
  void everyBenchmarkOfTheJarIsDeclaredOnce() {
    assertThat(Benchmarks.all())
        .extracting(b -> b.type().getName())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            BenchmarkList.defaultList().getAll(null, List.of()).stream()
                .map(BenchmarkListEntry::getUserClassQName)
                .collect(Collectors.toSet()));
  }

  @Test
  void everyCombinationIsOneThatTheClassHasByDefault() throws Exception {
    for (Declaration declaration : MEASURED) {
      for (Combination c : declaration.combinations()) {
        assertThat(declaration.type().getMethods())
            .extracting(method -> declaration.name() + "." + method.getName())
            .contains(c.benchmark());
        assertThat(values(declaration, "contender")).contains(c.contender().name());
        if (!c.parameter().isEmpty()) {
          assertThat(values(declaration, c.parameter())).contains(String.valueOf(c.value()));
        }
      }
    }
  }

  private static String[] values(Declaration declaration, String name) throws Exception {
    Field field = declaration.type().getField(name);
    return field.getAnnotation(Param.class).value();
  }

  @Test
  void aFullRunTakesAboutFortyMinutes() {
    assertThat(FULL_RUN.stream().mapToDouble(Declaration::seconds).sum() / 60)
        .isBetween(35.0, 45.0);
  }

  @Test
  void thoseBetweenProcessesAreMeasuredOnRequestAndTakeAboutTenMinutes() {
    List<Declaration> onRequest =
        MEASURED.stream().filter(declaration -> !FULL_RUN.contains(declaration)).toList();
    assertThat(onRequest)
        .extracting(Declaration::name)
        .containsExactly(
            "IpcThroughput", "IpcRoundTrip", "IpcParkedRoundTrip", "IpcIdle", "IpcDeath");
    assertThat(onRequest.stream().mapToDouble(Declaration::seconds).sum() / 60)
        .isBetween(8.0, 11.0);
  }

  @Test
  void everyBenchmarkHasAtLeastThreeForks() {
    assertThat(MEASURED).allMatch(benchmark -> benchmark.effort().forks() >= 3);
  }

  @Test
  void noCombinationIsMeasuredTwice() {
    assertThat(MEASURED.stream().flatMap(b -> b.combinations().stream())).doesNotHaveDuplicates();
  }

  @Test
  void senselessCombinationsAreLeftOut() {
    assertThat(declaration("SpscThroughput").combinations())
        .hasSize(4 * 3 + 7)
        .filteredOn(c -> c.contender() == Contender.DISRUPTOR)
        .extracting(Combination::value)
        .containsExactly(8);
    assertThat(declaration("CounterThroughput").combinations())
        .hasSize(5 * 3 + 2 * 2 + 5 + 3 * 3)
        .noneMatch(
            c ->
                c.contender() == Contender.FIELD_UPDATER
                    && (c.method().equals("getAcquire") || c.method().equals("setRelease")));
  }

  @Test
  void everyGoalHasACase() {
    for (Declaration declaration : MEASURED) {
      assertThat(declaration.goals())
          .allSatisfy(
              goal ->
                  assertThat(declaration.comparisons())
                      .anyMatch(comparison -> comparison.goal().equals(goal)));
    }
  }

  @Test
  void theGoalsAreThoseThatWereSet() {
    assertThat(goalsOf("SpscThroughput"))
        .containsExactlyInAnyOrder(
            "LONG_RING/AGRONA 8 B 4.0",
            "LONG_RING/DISRUPTOR 8 B 1.43",
            "LONG_RING/JCTOOLS_PREALLOCATED 8 B 0.91",
            "RING/AGRONA 8 B 2.5",
            "RING/AGRONA_UNCHECKED 8 B 2.5",
            "RING/AGRONA 64 B 2.0",
            "RING/AGRONA_UNCHECKED 64 B 2.0",
            "RING/AGRONA 256 B 1.5",
            "RING/AGRONA_UNCHECKED 256 B 1.5",
            "RING/AGRONA 1 KiB 1.5",
            "RING/AGRONA_UNCHECKED 1 KiB 1.5",
            "RING/JCTOOLS 8 B 1.0",
            "RING/DISRUPTOR 8 B 1.5",
            "RING_BATCH/RING 8 B 2.0");
    assertThat(goalsOf("ChannelVersusBlockingQueues"))
        .containsExactlyInAnyOrder(
            "LONG_CHANNEL/ARRAY_BLOCKING_QUEUE 8 B 12.0",
            "LONG_CHANNEL/JCTOOLS_BLOCKING 8 B 8.0",
            "OBJECT_CHANNEL/ARRAY_BLOCKING_QUEUE 8 B 8.0",
            "OBJECT_CHANNEL/DISRUPTOR_BLOCKING 8 B 4.0",
            "OBJECT_CHANNEL_PREPARED/ARRAY_BLOCKING_QUEUE 8 B 8.0",
            "OBJECT_CHANNEL_PREPARED/JCTOOLS_BLOCKING_PREPARED 8 B 4.0",
            "CHANNEL/ARRAY_BLOCKING_QUEUE 8 B 5.0",
            "CHANNEL/ARRAY_BLOCKING_QUEUE 64 B 4.0");
    assertThat(goalsOf("InboxThroughput"))
        .containsExactly(
            "LONG_INBOX/JCTOOLS_BLOCKING 1 sender 4.0",
            "LONG_INBOX/JCTOOLS_BLOCKING 2 senders 4.0",
            "LONG_INBOX/JCTOOLS_BLOCKING 4 senders 2.0");
    assertThat(goalsOf("ChannelVersusRing")).containsExactly("CHANNEL/RING transfer 0.67");
    assertThat(goalsOf("RoundTrip")).hasSize(7).allMatch(goal -> goal.endsWith(" 1.0"));
    assertThat(goalsOf("BurstCost"))
        .containsExactly("LONG_RING/JCTOOLS 16 messages 1.0", "LONG_RING/JCTOOLS 256 messages 1.0");
    assertThat(goalsOf("CounterThroughput")).hasSize(10).allMatch(goal -> goal.endsWith(" 0.91"));
    assertThat(goalsOf("SparseArrival")).hasSize(4 * 2 * 3);
    assertThat(goalsOf("StripedCounterThroughput")).hasSize(4);
    assertThat(goalsOf("PoolThroughput"))
        .containsExactly(
            "POOL_SUBMITTER/FIXED_EXECUTE  8.0",
            "POOL_SUBMITTER/FIXED_EXECUTE cpu 10.0",
            "POOL_SUBMIT/FIXED_SUBMIT  3.0",
            "POOL_EXECUTE/FIXED_EXECUTE  2.0");
    assertThat(goalsOf("PoolRoundTrip"))
        .containsExactly("POOL_SUBMITTER/FIXED_SUBMIT  5.0", "POOL_SUBMIT/FIXED_SUBMIT  5.0");
    assertThat(goalsOf("PoolSparseRoundTrip")).hasSize(6).allMatch(goal -> goal.endsWith(" 1.0"));
    assertThat(goalsOf("PoolHalfLoad")).hasSize(4).allMatch(goal -> goal.endsWith(" 1.0"));
    assertThat(goalsOf("PoolSpeedup")).hasSize(3).allMatch(goal -> goal.endsWith(" 0.95"));
    assertThat(FULL_RUN.stream().flatMap(b -> b.comparisons().stream())).hasSize(128);
  }

  @Test
  void theGoalsBetweenProcessesAreThoseThatWereSet() {
    assertThat(goalsOf("IpcThroughput"))
        .containsExactly(
            "IPC_LONG_RING/IPC_LONG_RING_THREADS 8 B 0.91",
            "IPC_LONG_CHANNEL/IPC_LONG_CHANNEL_THREADS 8 B 0.91",
            "IPC_RING/IPC_RING_THREADS 64 B 0.91",
            "IPC_CHANNEL/IPC_CHANNEL_THREADS 64 B 0.91",
            "IPC_RING/AERON 64 B 1.0",
            "IPC_CHANNEL/AERON 64 B 1.0");
    assertThat(goalsOf("IpcRoundTrip"))
        .containsExactly(
            "IPC_LONG_RING/IPC_LONG_RING_THREADS  0.91", "IPC_RING/IPC_RING_THREADS  0.91");
    assertThat(goalsOf("IpcParkedRoundTrip"))
        .containsExactly(
            "IPC_SIGNAL/C_FUTEX_PROCESSES  0.83",
            "IPC_LONG_CHANNEL_PARKING/C_FUTEX_PROCESSES  0.83",
            "IPC_CHANNEL_PARKING/C_FUTEX_PROCESSES  0.83");
    assertThat(goalsOf("IpcIdle"))
        .containsExactly("IPC_LONG_CHANNEL/limit idle 0.1", "IPC_CHANNEL/limit idle 0.1");
    assertThat(goalsOf("IpcDeath"))
        .containsExactly("IPC_CHANNEL/limit p50 10000.0", "IPC_CHANNEL/limit longest 1000000.0");
  }

  private static List<String> goalsOf(String name) {
    return declaration(name).comparisons().stream()
        .filter(comparison -> comparison.goal().kind() != Kind.SHOWN)
        .map(
            comparison ->
                "%s/%s %s %s"
                    .formatted(
                        comparison.mine().contender(),
                        comparison.goal().isLimit()
                            ? "limit"
                            : comparison.peers().getFirst().contender(),
                        comparison.name(),
                        Math.round(comparison.goal().atLeast() * 100) / 100.0))
        .toList();
  }

  @Test
  void everySeriesOfAChartIsMeasuredAndEachHasAFileOfItsOwn() {
    assertThat(MEASURED.stream().flatMap(b -> b.charts().stream()).map(Chart::file))
        .doesNotHaveDuplicates();
    for (Declaration declaration : MEASURED) {
      for (Chart chart : declaration.charts()) {
        Stream<Contender> shown =
            declaration.combinations().stream().filter(chart::shows).map(Combination::contender);
        assertThat(shown).as(chart.file()).containsAll(chart.contenders());
      }
    }
  }

  private static Declaration declaration(String name) {
    return MEASURED.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
  }
}
