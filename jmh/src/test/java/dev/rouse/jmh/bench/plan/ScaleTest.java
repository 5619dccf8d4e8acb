package dev.rouse.jmh.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.tool.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {
  private static final Effort FULL = new Effort(5, new Pass(3, 400), new Pass(6, 1000));

  @Test
  void readsNumbers() throws Exception {
    assertThat(Scale.parse("0.25")).isEqualTo(new Scale(0.25));
    assertThat(Scale.parse(" 2 ")).isEqualTo(new Scale(2));
    assertThat(Scale.parse("")).isEqualTo(new Scale(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "101", "half"})
  void refusesWhatIsNoScale(String text) {
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> Scale.parse(text))
        .withMessage("scale: " + text + ", expected a number above 0, at most 100; 1 is full");
  }

  @Test
  void oneChangesNothing() {
    assertThat(FULL.scaled(new Scale(1))).isEqualTo(FULL);
  }

  @Test
  void anEighthHalvesForksIterationsAndTime() {
    assertThat(FULL.scaled(new Scale(0.125)))
        .isEqualTo(new Effort(3, new Pass(2, 200), new Pass(3, 500)));
  }

  @Test
  void nothingFallsBelowOneForkAndOneIterationOfFiftyMillis() {
    assertThat(FULL.scaled(new Scale(1e-9)))
        .isEqualTo(new Effort(1, new Pass(1, 50), new Pass(1, 50)));
  }
}
