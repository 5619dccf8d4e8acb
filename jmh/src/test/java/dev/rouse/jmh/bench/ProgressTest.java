package dev.rouse.jmh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Effort;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.plan.Group;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Combination FIRST = Combination.of("A.a", "link", "ring");
  private static final Combination SECOND = Combination.of("B.b").onThreads(2);

  @Test
  void whatIsLeftFollowsFromTheTimeSoFar() {
    Group quick = new Group("A", new Effort(2, new Pass(1, 500), new Pass(3, 500)), List.of(FIRST));
    Group slow =
        new Group("B", new Effort(4, new Pass(1, 1000), new Pass(6, 2000)), List.of(SECOND));
    assertThat(quick.seconds()).isEqualTo(6);
    assertThat(slow.seconds()).isEqualTo(56);
    AtomicLong clock = new AtomicLong(-5);
    Progress progress = new Progress(List.of(quick, slow), clock::get);
    assertThat(progress.start()).isEqualTo("2 group(s), 2 combinations, about 1:02 min");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(9));
    assertThat(progress.done(quick, FIRST, "1 ns/op"))
        .isEqualTo("group 1 of 2: A.a link=ring: 1 ns/op  (0:09 min, 1:24 min left)");
    clock.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertThat(progress.done(slow, SECOND, "2 ns/op"))
        .isEqualTo("group 2 of 2: B.b on 2 threads: 2 ns/op  (1:09 min, 0:00 min left)");
  }
}
