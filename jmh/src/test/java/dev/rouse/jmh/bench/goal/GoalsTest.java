package dev.rouse.jmh.bench.goal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.goal.Goal.Kind;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.plan.Plan;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GoalsTest {
  private static final Set<Combination> MEASURED =
      Plan.groups().stream()
          .map(Group::combinations)
          .flatMap(List::stream)
          .collect(Collectors.toSet());

  @Test
  void everyGoalIsAboutWhatIsMeasured() {
    assertThat(Goals.all())
        .allSatisfy(
            goal -> {
              assertThat(MEASURED).contains(goal.mine()).containsAll(goal.peers());
              assertThat(goal.peers()).doesNotContain(goal.mine());
            });
  }

  @Test
  void noGoalIsThereTwice() {
    assertThat(Goals.all()).doesNotHaveDuplicates();
  }

  @Test
  void theGoalsAreThoseThatWereSet() {
    assertThat(goalsOf("SpscThroughput"))
        .containsExactlyInAnyOrder(
            "ring/Agrona 8 B 1.5",
            "ring/Agrona 64 B 1.5",
            "ring/Agrona 256 B 1.1",
            "ring/Agrona 1024 B 1.1",
            "ring/JCTools 8 B 1.0",
            "ring/Disruptor 8 B 1.5",
            "ringBatch/ring 8 B 2.0");
    assertThat(goalsOf("CounterThroughput")).hasSize(10).allMatch(goal -> goal.endsWith(" 0.91"));
    assertThat(goalsOf("SparseArrival")).hasSize(4 * 2 * 3);
    assertThat(goalsOf("StripedCounterThroughput")).hasSize(4);
  }

  private static List<String> goalsOf(String group) {
    return Goals.all().stream()
        .filter(goal -> goal.mine().group().equals(group) && goal.kind() != Kind.SHOWN)
        .map(
            goal ->
                "%s/%s %s %s"
                    .formatted(
                        goal.mine().contender(),
                        goal.peers().getFirst().contender(),
                        goal.what(),
                        Math.round(goal.atLeast() * 100) / 100.0))
        .toList();
  }
}
