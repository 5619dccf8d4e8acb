package dev.rouse.jmh.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.bench.plan.Effort.Pass;
import org.junit.jupiter.api.Test;

class EffortTest {
  private static final Effort FULL = new Effort(5, new Pass(3, 400), new Pass(6, 1000));

  @Test
  void oneChangesNothing() {
    assertThat(FULL.scaled(1)).isEqualTo(FULL);
  }

  @Test
  void anEighthHalvesForksIterationsAndTime() {
    assertThat(FULL.scaled(0.125)).isEqualTo(new Effort(3, new Pass(2, 200), new Pass(3, 500)));
  }

  @Test
  void withoutWarmupItStaysSo() {
    Effort cold = new Effort(3, new Pass(0, 0), new Pass(3, 500));
    assertThat(cold.scaled(1)).isEqualTo(cold);
    assertThat(cold.scaled(0.125).warmup()).isEqualTo(new Pass(0, 0));
  }

  @Test
  void nothingFallsBelowOneForkAndOneIterationOfFiftyMillis() {
    assertThat(FULL.scaled(1e-9)).isEqualTo(new Effort(1, new Pass(1, 50), new Pass(1, 50)));
  }
}
