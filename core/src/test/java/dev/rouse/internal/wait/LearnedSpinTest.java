package dev.rouse.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.memory.Region;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The choice alone; instants are made up, so that no test depends on the machine's speed. */
class LearnedSpinTest {
  /** So long that the time which passes within a test counts as short. */
  private static final long SHORT_HOURS = 10;

  private static final long SHORT = TimeUnit.HOURS.toNanos(SHORT_HOURS);
  private static final long PROBE = SHORT * LearnedSpin.SPINS_OF_PROBE;

  private final LearnedSpin spin =
      of(WaitPolicy.builder().learn(SHORT_HOURS, TimeUnit.HOURS).build());

  private static LearnedSpin of(WaitPolicy policy) {
    return new LearnedSpin(Region.allocate(LearnedSpin.BYTE_SIZE).segment(), 0, policy);
  }

  private static long longAgo() {
    return System.nanoTime() - 2 * SHORT;
  }

  private void shortWait() {
    spin.slept(true, System.nanoTime(), longAgo(), false, false);
  }

  private void longWait() {
    long start = longAgo();
    spin.slept(true, start, start - 1, false, false);
  }

  /** Waits until a probe is due, and returns after how many waits that is. */
  private long waitsToProbe() {
    long waits = 0;
    while (spin.nanos(false) == 0) {
      longWait();
      waits++;
    }
    return waits;
  }

  @Test
  void sleepsAtOnceAtFirst() {
    assertThat(spin.nanos(false)).isZero();
  }

  @Test
  void probesEverMoreSeldom() {
    long expected = LearnedSpin.FIRST_PROBE_INTERVAL;
    assertThat(waitsToProbe()).isEqualTo(expected);
    for (int probe = 0; probe < 10; probe++) {
      spin.failed(PROBE);
      assertThat(waitsToProbe()).isEqualTo(expected);
      expected = Math.min(2 * expected, LearnedSpin.LONGEST_PROBE_INTERVAL);
    }
    assertThat(expected).isEqualTo(LearnedSpin.LONGEST_PROBE_INTERVAL);
  }

  @Test
  void goesOnProbingWhileThatSucceedsAndNotForEver() {
    waitsToProbe();
    spin.succeeded(PROBE, longAgo());
    for (int i = 1; i < LearnedSpin.PROBES_IN_A_ROW; i++) {
      assertThat(spin.nanos(false)).isEqualTo(PROBE);
      spin.succeeded(PROBE, longAgo());
    }
    assertThat(spin.nanos(false)).isZero();
  }

  @Test
  void spinsAfterShortWait() {
    shortWait();
    assertThat(spin.nanos(false)).isEqualTo(SHORT);
  }

  @Test
  void spinsAfterProbeThatWasShort() {
    waitsToProbe();
    spin.succeeded(PROBE, System.nanoTime());
    assertThat(spin.nanos(false)).isEqualTo(SHORT);
  }

  @Test
  void countsLongSleepWhoseWakeCameAtOnceAsShort() {
    long start = longAgo();
    spin.slept(true, start, start + SHORT / LearnedSpin.AT_ONCE, false, false);
    assertThat(spin.nanos(false)).isEqualTo(SHORT);
  }

  @Test
  void countsLongSleepWhoseWakeCameLaterAsLong() {
    long start = longAgo();
    spin.slept(true, start, start + SHORT / LearnedSpin.AT_ONCE + 1, false, false);
    assertThat(spin.nanos(false)).isZero();
  }

  private static final long CONVERSING = SHORT * LearnedSpin.SPINS_IN_CONVERSATION;

  /**
   * A wait that a wake ends after a number of short waits, and then 4 less that until it returns.
   */
  private void wake(double shortWaits, boolean wokeOther, boolean conversing) {
    long start = System.nanoTime() - 4 * SHORT;
    spin.slept(true, start, start + (long) (shortWaits * SHORT), wokeOther, conversing);
  }

  @Test
  void spinsLongerAfterWakingAnotherEndThatAnswered() {
    wake(2.4, true, false); // 1.6 for each to wake up, so 0.8 for the answer
    assertThat(spin.nanos(false)).isEqualTo(CONVERSING);
  }

  @Test
  void spinsLongerAfterBeingWokenByAnEndThatWaitsForAnswers() {
    wake(2.4, false, true);
    assertThat(spin.nanos(false)).isEqualTo(CONVERSING);
  }

  @Test
  void doesNotSpinAfterAnAnswerThatTookLong() {
    wake(2.6, true, false); // 1.4 for each to wake up, so 1.2 for the answer
    assertThat(spin.nanos(false)).isZero();
  }

  @Test
  void doesNotSpinAfterBeingWokenByAnEndThatWaitsForNothing() {
    wake(0.9, false, false);
    assertThat(spin.nanos(false)).isZero();
  }

  @Test
  void whoWakesAnotherEndIsInAConversationForSomeWaits() {
    assertThat(spin.isInConversation()).isFalse();
    spin.nanos(true);
    for (int i = 0; i < LearnedSpin.WAITS_IN_CONVERSATION; i++) {
      assertThat(spin.isInConversation()).isTrue();
      spin.nanos(false);
    }
    assertThat(spin.isInConversation()).isFalse();
  }

  @Test
  void anAnswerWithinTheSpinOfAConversationIsShort() {
    wake(2.4, true, false);
    for (int i = 1; i < LearnedSpin.WAITS_IN_CONVERSATION; i++) {
      assertThat(spin.nanos(false)).isEqualTo(CONVERSING);
      spin.succeeded(CONVERSING, longAgo());
    }
    assertThat(spin.nanos(false)).isEqualTo(SHORT);
  }

  @Test
  void longWaitsEndTheSpinningInAConversation() {
    wake(2.4, true, false);
    for (int i = 0; i < LearnedSpin.SCORE_AFTER_ANSWER / LearnedSpin.LONG_WAIT_LOSS; i++) {
      assertThat(spin.nanos(true)).isEqualTo(CONVERSING);
      wake(3.9, true, false);
    }
    assertThat(spin.nanos(true)).isZero();
  }

  @Test
  void answersThatSpinningMissesForLongCountSeldom() {
    int counted = 0;
    for (int i = 0; i < 2 * LearnedSpin.ANSWERS_WITHOUT_SUCCESS; i++) {
      wake(2.4, true, false);
      if (spin.nanos(true) == CONVERSING) {
        counted++;
      }
    }
    long seldom = LearnedSpin.ANSWERS_WITHOUT_SUCCESS / LearnedSpin.ANSWER_INTERVAL;
    assertThat((double) counted)
        .isBetween(
            LearnedSpin.ANSWERS_WITHOUT_SUCCESS + 1.0 * seldom,
            LearnedSpin.ANSWERS_WITHOUT_SUCCESS + 3.0 * seldom);
  }

  @Test
  void aSpinThatSucceedsMakesAnswersCountAgain() {
    for (int i = 0;
        i < LearnedSpin.ANSWERS_WITHOUT_SUCCESS + LearnedSpin.ANSWER_INTERVAL - 1;
        i++) {
      wake(2.4, true, false);
    }
    while (spin.nanos(false) != 0) {
      longWait();
    }
    wake(2.4, true, false); // the one that counts
    assertThat(spin.nanos(true)).isEqualTo(CONVERSING);
    spin.succeeded(CONVERSING, longAgo());
    while (spin.nanos(true) != 0) {
      longWait();
    }
    wake(2.4, true, false);
    assertThat(spin.nanos(true)).isEqualTo(CONVERSING);
  }

  @Test
  void countsLongWaitThatEndedForAnotherReasonAsLong() {
    shortWait();
    spin.slept(false, longAgo(), longAgo(), false, false);
    assertThat(spin.nanos(false)).isZero();
  }

  @Test
  void countsWaitThatEndedEarlyForAnotherReasonAsNothing() {
    shortWait();
    spin.slept(false, System.nanoTime(), longAgo(), false, false);
    assertThat(spin.nanos(false)).isEqualTo(SHORT);
  }

  @Test
  void fewLongWaitsAmongManyShortOnesChangeNothing() {
    for (int i = 0; i < 100; i++) {
      shortWait();
    }
    long tolerated = LearnedSpin.HIGHEST_SCORE / LearnedSpin.LONG_WAIT_LOSS - 1;
    for (int i = 0; i < tolerated; i++) {
      longWait();
      assertThat(spin.nanos(false)).isEqualTo(SHORT);
    }
    longWait();
    assertThat(spin.nanos(false)).isNotEqualTo(SHORT);
  }

  @Test
  void probesOnceAsSoonAsWaitsAreNoLongerAllShort() {
    for (int i = 0; i < 5; i++) {
      waitsToProbe();
      spin.failed(PROBE);
    }
    waitsToProbe();
    for (int i = 0; i < 100; i++) {
      shortWait();
    }
    while (spin.nanos(false) == SHORT) {
      longWait();
    }
    spin.failed(PROBE); // the loop has ended at a probe
    assertThat(waitsToProbe()).isEqualTo(LearnedSpin.FIRST_PROBE_INTERVAL);
  }

  @Test
  void spinsForEverWhereFiveTimesTheLimitWouldBeMore() {
    LearnedSpin longest =
        of(WaitPolicy.builder().learn(Long.MAX_VALUE / 2, TimeUnit.NANOSECONDS).build());
    long limit;
    do {
      limit = longest.nanos(false);
    } while (limit == 0);
    assertThat(limit).isEqualTo(Deadline.FOREVER);
  }

  @Test
  void learnsNothingWhereThePolicySaysHowLongToSpin() {
    LearnedSpin fixed = of(WaitPolicy.builder().spin(7, TimeUnit.MICROSECONDS).build());
    for (int i = 0; i < 20; i++) {
      assertThat(fixed.nanos(false)).isEqualTo(7_000);
      fixed.failed(7_000);
      fixed.slept(true, System.nanoTime(), longAgo(), false, false);
    }
  }

  @Test
  void spinsForEverWhereThePolicyNeverSleeps() {
    LearnedSpin only = of(WaitPolicy.spinOnly());
    assertThat(only.nanos(false)).isEqualTo(Deadline.FOREVER);
    only.succeeded(Deadline.FOREVER, longAgo());
    assertThat(only.nanos(false)).isEqualTo(Deadline.FOREVER);
  }
}
