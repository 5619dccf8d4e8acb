package dev.rouse.pool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.codec.RecordCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a worker is replaced, and how long that waits. */
class RestartsTest {
  private static final long WINDOW = 1_000;

  private static Restarts restarts(int limit, long first, long longest) {
    return new Restarts(
        new ProcessSettings<>(
            RecordCodec.ofInt(),
            RecordCodec.ofInt(),
            WorkerCommand.of(List.of("true")),
            4,
            4,
            null,
            1,
            1,
            1,
            limit,
            WINDOW,
            first,
            longest));
  }

  @Test
  void pauseDoublesUpToTheLongest() {
    Restarts restarts = restarts(100, 10, 50);
    long[] pauses = new long[6];
    for (int i = 0; i < pauses.length; i++) {
      pauses[i] = restarts.next(i, null);
    }
    assertThat(pauses).containsExactly(0, 10, 20, 40, 50, 50);
    for (int i = 0; i < 80; i++) { // and does not overflow
      assertThat(restarts.next(10, null)).isEqualTo(50);
    }
  }

  @Test
  void thereNeedBeNoPause() {
    Restarts restarts = restarts(100, 0, 50);
    for (int i = 0; i < 100; i++) {
      assertThat(restarts.next(0, null)).isZero();
    }
  }

  @Test
  void tooManyWithinTheWindowAreRefused() {
    Restarts restarts = restarts(2, 10, 50);
    restarts.next(Long.MAX_VALUE - 1, null); // the clock has no zero
    restarts.next(Long.MAX_VALUE, null);
    Exception cause = new Exception();
    assertThatIllegalStateException()
        .isThrownBy(() -> restarts.next(Long.MAX_VALUE + WINDOW - 2, cause))
        .withCause(cause);
    assertThat(restarts.next(Long.MAX_VALUE + WINDOW - 1, null)).isEqualTo(10);
    assertThat(restarts.next(Long.MAX_VALUE + 3 * WINDOW, null)).isZero();
  }
}
