package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A short run of {@link PoolSoak}; {@code mvn -B -Psoak verify} is the long one. */
class PoolSoakTest {
  private static final long FIRST_SEED = Long.getLong("soak.seed", 1);

  @Test
  void aPoolGetsOnWithRandomWork() {
    assertThat(new PoolSoak(FIRST_SEED, TimeUnit.MILLISECONDS.toNanos(1_000)).run()).isPositive();
  }
}
