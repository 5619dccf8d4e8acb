package dev.rouse.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a condition says about the wait for it: whether to spin, and how long to sleep. */
class WaitConditionTest {
  private static final long MILLIS_20 = TimeUnit.MILLISECONDS.toNanos(20);

  private final Region region = Region.allocate(WaitLayout.BYTE_SIZE);
  private final Told condition = new Told();

  static WaitPolicy[] policies() {
    return WaiterTest.policies();
  }

  private Waiter cell(WaitPolicy policy) {
    return new Waiter(region.segment(), 0, policy);
  }

  /** A condition that says what it is told to, and counts what it is asked. */
  private static final class Told implements WaitCondition {
    private volatile boolean met;
    private volatile boolean maySpin = true;
    private volatile long sleepNanos = Deadline.FOREVER;
    private volatile boolean fails;
    private volatile int looks;
    private volatile int sleeps;
    private volatile int looksBeforeSleep;
    private volatile long sleptAt;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time waits
    public boolean isMet() {
      looks++;
      return met;
    }

    @Override
    public long maxSpinNanos() {
      return maySpin ? Long.MAX_VALUE : 0;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public long sleepNanos() {
      sleeps++;
      looksBeforeSleep = looks;
      sleptAt = System.nanoTime();
      if (fails) {
        throw new ArithmeticException("no time");
      }
      return sleepNanos;
    }
  }

  @Test
  void nothingIsSaidUnlessTheConditionDoes() {
    WaitCondition plain = () -> false;
    assertThat(plain.maxSpinNanos()).isEqualTo(Deadline.FOREVER);
    assertThat(plain.sleepNanos()).isEqualTo(Deadline.FOREVER);
  }

  @Test
  void aConditionThatMustNotSpinSleepsAtOnce() throws Exception {
    Waiter cell = cell(WaitPolicy.builder().spin(1, TimeUnit.HOURS).build());
    condition.maySpin = false;
    var waiting =
        Background.start(() -> cell.await(condition, Deadline.FOREVER)).untilAsleepIn(cell);
    assertThat(condition.looksBeforeSleep).as("looks before the sleep").isEqualTo(1);
    condition.met = true;
    cell.waker().wake();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
  }

  @Test
  void aConditionThatMaySpinDoes() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "nothing spins on one processor");
    Waiter cell = cell(WaitPolicy.builder().spin(1, TimeUnit.HOURS).build());
    var waiting = Background.start(() -> cell.await(condition, Deadline.FOREVER));
    Background.until(() -> condition.looks > 1_000);
    assertThat(condition.sleeps).isZero();
    condition.met = true;
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
    assertThat(condition.sleeps).isZero();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void noTimeToSleepEndsTheWaitAsIfTheConditionWereMet(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    int asked = 0;
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE}) {
      condition.sleepNanos = nanos;
      assertThat(cell.await(condition, Deadline.FOREVER)).isEqualTo(WaitOutcome.READY);
      assertThat(cell.awaitUninterruptibly(condition, MILLIS_20)).isEqualTo(WaitOutcome.READY);
      asked += 2;
      assertThat(condition.sleeps).isEqualTo(asked);
      assertThat(condition.looks).as("no look after that").isEqualTo(condition.looksBeforeSleep);
    }
    assertThat(cell).hasToString("COOL");
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theShorterOfTheTwoTimesEndsTheWait(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    condition.sleepNanos = MILLIS_20;
    for (long timeout : new long[] {Deadline.FOREVER, TimeUnit.HOURS.toNanos(1)}) {
      assertThat(cell.await(condition, timeout)).isEqualTo(WaitOutcome.TIMED_OUT);
      assertThat(System.nanoTime() - condition.sleptAt).isGreaterThanOrEqualTo(MILLIS_20);
    }
    condition.sleepNanos = TimeUnit.HOURS.toNanos(1);
    long start = System.nanoTime();
    assertThat(cell.await(condition, MILLIS_20)).isEqualTo(WaitOutcome.TIMED_OUT);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(MILLIS_20);
  }

  @Test
  void theTimeToSleepBeginsAfterTheSpin() throws Exception {
    Waiter cell = cell(WaitPolicy.builder().spin(30, TimeUnit.MILLISECONDS).build());
    condition.sleepNanos = MILLIS_20;
    assertThat(cell.await(condition, Deadline.FOREVER)).isEqualTo(WaitOutcome.TIMED_OUT);
    assertThat(System.nanoTime() - condition.sleptAt).isGreaterThanOrEqualTo(MILLIS_20);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theTimeToSleepIsNotAskedForWhereTheWaitEndsBefore(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    assertThat(cell.await(condition, 0)).isEqualTo(WaitOutcome.TIMED_OUT);
    condition.met = true;
    assertThat(cell.await(condition, Deadline.FOREVER)).isEqualTo(WaitOutcome.READY);
    assertThat(condition.sleeps).isZero();
  }

  /** Whoever sleeps later must find no announcement, and no owner. */
  @ParameterizedTest
  @MethodSource("policies")
  void anExceptionLeavesNothingBehind(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    condition.fails = true;
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> cell.await(condition, Deadline.FOREVER));
    assertThat(cell).hasToString("COOL");
    condition.fails = false;
    var waiting = Background.start(() -> cell.await(condition, Deadline.FOREVER));
    Background.until(() -> condition.sleeps == 2);
    condition.met = true;
    cell.waker().wake();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
  }
}
