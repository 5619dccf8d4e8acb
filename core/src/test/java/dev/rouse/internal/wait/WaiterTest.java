package dev.rouse.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import dev.rouse.wait.BarrierMode;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wait protocol, under every policy and way to sleep. */
class WaiterTest {
  private final Region region = Region.allocate(WaitLayout.BYTE_SIZE);
  private final AtomicLong published = new AtomicLong();
  private final WaitCondition somePublished = () -> published.get() != 0;

  static WaitPolicy[] policies() {
    return new WaitPolicy[] {
      WaitPolicy.adaptive(),
      WaitPolicy.parkOnly(),
      WaitPolicy.spinOnly(),
      WaitPolicy.builder().spin(5, TimeUnit.MICROSECONDS).yields(3).build(),
      WaitPolicy.builder().parking(Parking.LOCK_SUPPORT).build(),
      WaitPolicy.builder().spin(0, TimeUnit.SECONDS).parking(Parking.LOCK_SUPPORT).build(),
    };
  }

  static WaitPolicy[] sleepingPolicies() {
    return new WaitPolicy[] {policies()[0], policies()[1], policies()[4], policies()[5]};
  }

  private Waiter cell(WaitPolicy policy) {
    return new Waiter(region.segment(), 0, policy);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aPublishEndsTheWait(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    var waiting = Background.start(() -> cell.await(somePublished, Deadline.FOREVER));
    published.set(1);
    assertThat(cell.waker().wake()).isTrue();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void timeOutsOfNothingLookOnce(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThat(cell.await(somePublished, timeout)).isEqualTo(WaitOutcome.TIMED_OUT);
    }
    published.set(1);
    assertThat(cell.await(somePublished, -1)).isEqualTo(WaitOutcome.READY);
    published.set(0);
    cell.waker().close();
    assertThat(cell.await(somePublished, 0)).isEqualTo(WaitOutcome.CLOSED);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aTimeOutIsKeptAndNotMuchExceeded(WaitPolicy policy) throws Exception {
    long start = System.nanoTime();
    assertThat(cell(policy).await(somePublished, TimeUnit.MILLISECONDS.toNanos(20)))
        .isEqualTo(WaitOutcome.TIMED_OUT);
    assertThat(System.nanoTime() - start)
        .isBetween(TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(30));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void closeEndsTheWaitButNotBeforeWhatWasPublished(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    var waiting = Background.start(() -> cell.await(somePublished, Deadline.FOREVER));
    cell.waker().close();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.CLOSED);
    published.set(1);
    assertThat(cell.waker().wake()).as("wake on a closed cell").isFalse();
    assertThat(cell.await(somePublished, Deadline.FOREVER)).isEqualTo(WaitOutcome.READY);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void anInterruptEndsTheWaitAtOnceAndIsCleared(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    for (int i = 0; i < 3; i++) {
      var waiting =
          Background.start(
              () -> {
                try {
                  return cell.await(somePublished, Deadline.FOREVER).toString();
                } catch (InterruptedException e) {
                  return "interrupted " + Thread.currentThread().isInterrupted();
                }
              });
      waiting.thread().interrupt();
      assertThat(waiting.result()).isEqualTo("interrupted false");
    }
    published.set(1);
    assertThat(cell.await(somePublished, 1)).isEqualTo(WaitOutcome.READY);
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void anInterruptReachesAThreadThatSleeps(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    for (int i = 0; i < 3; i++) {
      var waiting =
          Background.start(
                  () -> {
                    try {
                      return cell.await(somePublished, Deadline.FOREVER).toString();
                    } catch (InterruptedException e) {
                      return "interrupted";
                    }
                  })
              .untilAsleepIn(cell);
      waiting.thread().interrupt();
      assertThat(waiting.result()).isEqualTo("interrupted");
      assertThat(cell).hasToString("COOL");
    }
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void aPendingInterruptDoesNotKeepAnUninterruptibleWaitAwake(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    AtomicInteger looks = new AtomicInteger();
    WaitCondition counted =
        () -> {
          looks.incrementAndGet();
          return published.get() != 0;
        };
    var waiting =
        Background.start(
                () -> {
                  Thread.currentThread().interrupt();
                  WaitOutcome outcome = cell.awaitUninterruptibly(counted, Deadline.FOREVER);
                  return outcome + " " + Thread.interrupted();
                })
            .untilAsleepIn(cell);
    waiting.thread().interrupt();
    waiting.untilAsleepIn(cell);
    published.set(1);
    cell.waker().wake();
    assertThat(waiting.result()).isEqualTo("READY true");
    assertThat(looks.get()).as("looks at the condition").isLessThan(10_000);
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void strayWakesDoNotEndTheWait(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    var waiting =
        Background.start(() -> cell.await(somePublished, Deadline.FOREVER)).untilAsleepIn(cell);
    for (int i = 0; i < 10_000; i++) {
      LockSupport.unpark(waiting.thread());
      cell.waker().wake(); // without a publish: for the waiter the same as a stray futex wake
    }
    assertThat(waiting.isDone()).isFalse();
    published.set(1);
    cell.waker().wake();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void aConditionThatParksItselfTakesNobodysWakeUp(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    WaitCondition greedy =
        () -> {
          LockSupport.parkNanos(1); // as class loading or logging might
          return published.getAndSet(0) != 0;
        };
    var waiting =
        Background.start(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                cell.await(greedy, Deadline.FOREVER);
              }
              return true;
            });
    while (!waiting.isDone()) {
      if (published.compareAndSet(0, 1)) {
        cell.waker().wake();
      }
    }
    assertThat(waiting.result()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void aTimeOutThatRacesADeliveryLosesNothing(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    int deliveries = 100_000;
    var waiting =
        Background.start(
            () -> {
              int taken = 0;
              long timeout = 0;
              while (taken < deliveries) {
                timeout = (timeout + 977) % 60_000;
                if (cell.await(somePublished, timeout) == WaitOutcome.READY) {
                  published.set(0);
                  taken++;
                }
              }
              return taken;
            });
    for (int i = 0; i < deliveries; i++) {
      while (published.get() != 0) {
        Thread.onSpinWait();
      }
      published.set(1);
      cell.waker().wake();
    }
    assertThat(waiting.result()).isEqualTo(deliveries);
  }

  @Test
  void yieldingEndsAtACloseAnInterruptAndTheEndOfTheTime() throws Exception {
    WaitPolicy policy =
        WaitPolicy.builder().spin(0, TimeUnit.SECONDS).yields(Integer.MAX_VALUE).build();
    Waiter cell = cell(policy);
    assertThat(cell.await(somePublished, 1_000_000)).isEqualTo(WaitOutcome.TIMED_OUT);
    var interrupted =
        Background.start(
            () -> {
              try {
                return cell.await(somePublished, Deadline.FOREVER).toString();
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    interrupted.thread().interrupt();
    assertThat(interrupted.result()).isEqualTo("interrupted");
    var waiting = Background.start(() -> cell.await(somePublished, Deadline.FOREVER));
    cell.waker().close();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.CLOSED);
  }

  @Test
  void aWaiterThatStaysBusyGoesHotAndLeavesItToSleep() throws Exception {
    Waiter cell = cell(WaitPolicy.adaptive());
    AtomicLong sent = new AtomicLong();
    AtomicLong received = new AtomicLong();
    var waiting =
        Background.start(
            () -> {
              while (cell.await(() -> sent.get() != received.get(), Deadline.FOREVER)
                  == WaitOutcome.READY) {
                received.incrementAndGet();
              }
              return true;
            });
    boolean hot = false;
    // Where it must not happen, two seconds are many times what it takes elsewhere.
    boolean expected = BarrierMode.current() == BarrierMode.ASYMMETRIC;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(expected ? 60 : 2);
    while (!hot && deadline - System.nanoTime() > 0) {
      sent.incrementAndGet();
      cell.waker().wake();
      while (received.get() != sent.get()) {
        Thread.onSpinWait();
      }
      hot = cell.toString().equals("HOT");
    }
    assertThat(hot).as("got HOT").isEqualTo(expected);
    waiting.untilAsleepIn(cell);
    sent.incrementAndGet();
    cell.waker().wake();
    Background.until(() -> received.get() == sent.get());
    cell.waker().close();
    assertThat(waiting.result()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aSecondWaiterIsRefusedAlsoWhileTheFirstSpins(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    AtomicInteger looks = new AtomicInteger();
    WaitCondition counted =
        () -> {
          looks.incrementAndGet();
          return published.get() != 0;
        };
    var first = Background.start(() -> cell.await(counted, Deadline.FOREVER));
    if (policy.parks()) {
      first.untilAsleepIn(cell);
    } else {
      Background.until(() -> looks.get() > 100); // more looks than it takes before it is a waiter
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> cell.await(somePublished, Deadline.FOREVER))
        .withMessageContaining("a second waiter")
        .withMessageContaining("id " + first.thread().threadId());
    assertThat(cell.await(somePublished, 0)).as("a mere look").isEqualTo(WaitOutcome.TIMED_OUT);
    published.set(1);
    cell.waker().wake();
    assertThat(first.result()).isEqualTo(WaitOutcome.READY);
    assertThat(cell.await(somePublished, Deadline.FOREVER)).isEqualTo(WaitOutcome.READY);
  }

  @Test
  void aCloseThatMeetsHotEndsTheWait() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      region.segment().fill((byte) 0);
      Waiter cell = cell(WaitPolicy.adaptive());
      if (BarrierMode.current() == BarrierMode.ASYMMETRIC) {
        region.segment().set(ValueLayout.JAVA_INT, 0, WaitState.HOT);
      }
      var waiting = Background.start(() -> cell.await(somePublished, Deadline.FOREVER));
      cell.waker().close();
      assertThat(waiting.result()).isEqualTo(WaitOutcome.CLOSED);
    }
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void aWakeTellsTheWaiterWhenItWas(WaitPolicy policy) throws Exception {
    Waiter cell = cell(policy);
    var waiting =
        Background.start(() -> cell.await(somePublished, Deadline.FOREVER)).untilAsleepIn(cell);
    long before = System.nanoTime();
    published.set(1);
    cell.waker().wake();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
    long told = region.segment().get(ValueLayout.JAVA_LONG, Long.BYTES);
    assertThat(told - before).isBetween(0L, System.nanoTime() - before);
  }

  @Test
  void aWaitThatEndsWhileYieldingIsLearnedFrom() throws Exception {
    Waiter cell =
        cell(WaitPolicy.builder().learn(1, TimeUnit.HOURS).yields(Integer.MAX_VALUE).build());
    AtomicInteger looks = new AtomicInteger();
    // More looks than there are before the yields.
    WaitCondition metLater = () -> looks.incrementAndGet() > 100;
    assertThat(cell.await(metLater, Deadline.FOREVER)).isEqualTo(WaitOutcome.READY);
    assertThat(region.segment().get(ValueLayout.JAVA_LONG, WaitLayout.LEARNED))
        .as("score")
        .isEqualTo(1);
  }

  @Test
  void aPolicyRefusesWhatItCannotMean() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> WaitPolicy.builder().spin(-1, TimeUnit.SECONDS))
        .withMessage("time: -1, expected 0 or more");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> WaitPolicy.builder().yields(-2))
        .withMessage("count: -2, expected 0 or more");
  }
}
