package dev.rouse.jmh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.BurstCost;
import dev.rouse.jmh.RoundTrip;
import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Declaration;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.contender.Contender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void whatIsLeftFollowsFromTheTimeSoFar() {
    Declaration quick =
        benchmark(RoundTrip.class, new Effort(2, new Pass(1, 500), new Pass(3, 500)));
    Declaration slow =
        benchmark(BurstCost.class, new Effort(4, new Pass(1, 1000), new Pass(6, 2000)));
    assertThat(quick.seconds()).isEqualTo(6);
    assertThat(slow.seconds()).isEqualTo(56);
    AtomicLong clock = new AtomicLong(-5);
    Progress progress = new Progress(List.of(quick, slow), clock::get);
    assertThat(progress.start()).isEqualTo("2 benchmark(s), 2 combinations, about 1:02 min");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(5));
    assertThat(progress.done(quick, 1))
        .isEqualTo("benchmark 1 of 2, RoundTrip: fork 1 of 2 of each  (0:05 min, 1:38 min left)");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(4));
    assertThat(progress.done(quick, 2))
        .isEqualTo("benchmark 1 of 2, RoundTrip: fork 2 of 2 of each  (0:09 min, 1:24 min left)");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
    for (int fork = 1; fork < 4; fork++) {
      progress.done(slow, fork);
    }
    assertThat(progress.done(slow, 4))
        .isEqualTo("benchmark 2 of 2, BurstCost: fork 4 of 4 of each  (1:09 min, 0:00 min left)");
  }

  private static Declaration benchmark(Class<?> type, Effort effort) {
    Combination any = new Combination(type.getSimpleName() + ".any", Contender.RING, "", 0, 1);
    return new Declaration(type, "?", effort, List.of(any), List.of(), List.of(), false);
  }
}
