package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.internal.pool.submit.ReplySpin;
import dev.rouse.testing.Background;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobFutureTest {
  private static final int ROUNDS = 100_000;

  /** For all of them: where other work takes the processors, each hand-over waits for its turn. */
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Says that there are no more rounds. */
  private static final JobFuture<Long> END = new JobFuture<>(0L, PoolFutures.NONE, null);

  /** Whoever takes it off, the worker that queues it again or the one that cancels, one does. */
  @Test
  void aCancelThatMeetsARetryTakesTheJobOffOnce() throws Exception {
    var takenOff = new AtomicInteger();
    var shared =
        new PoolFutures(
            takenOff::incrementAndGet, new ReplySpin(WaitPolicy.parkOnly(), () -> true));
    var next = new AtomicReference<@Nullable JobFuture<Long>>();
    var met = new AtomicInteger();
    var worker =
        Background.start(
            () -> {
              JobFuture<Long> future;
              while ((future = take(next)) != END) {
                boolean starts = future.start();
                met.incrementAndGet();
                if (starts) {
                  future.end();
                  future.requeue();
                  if (future.isDone() && future.leaveQueue()) {
                    takenOff.incrementAndGet();
                  }
                }
                met.incrementAndGet();
              }
              return true;
            });
    long start = System.nanoTime();
    for (int round = 1; round <= ROUNDS && System.nanoTime() - start < MOST_NANOS; round++) {
      JobFuture<Long> future = new JobFuture<>(1L, shared, null);
      next.set(future);
      await(met, 2 * round - 1);
      assertThat(future.cancel(round % 2 == 0)).isTrue();
      await(met, 2 * round);
      if (takenOff.get() != round) { // assertThat is too slow for so many
        assertThat(takenOff.get()).as("jobs taken off").isEqualTo(round);
      }
    }
    next.set(END);
    assertThat(worker.result()).isTrue();
  }

  /** An interrupt that is on its way when its job ends does not come later. */
  @Test
  void anInterruptThatMeetsTheEndReachesNothingElse() throws Exception {
    var next = new AtomicReference<@Nullable JobFuture<Long>>();
    var met = new AtomicInteger();
    var worker =
        Background.start(
            () -> {
              int strays = 0;
              int round = 0;
              JobFuture<Long> future;
              while ((future = take(next)) != END) {
                round++;
                strays += Thread.interrupted() ? 1 : 0;
                future.start();
                met.incrementAndGet();
                for (int spin = round % 30; spin > 0; spin--) {
                  Thread.onSpinWait();
                }
                future.end();
              }
              return strays;
            });
    long start = System.nanoTime();
    for (int round = 1; round <= ROUNDS && System.nanoTime() - start < MOST_NANOS; round++) {
      JobFuture<Long> future = new JobFuture<>(1L, PoolFutures.NONE, null);
      next.set(future);
      await(met, round);
      future.interrupt();
    }
    next.set(END);
    assertThat(worker.result()).as("interrupts after the end of their job").isZero();
  }

  static WaitPolicy[] policies() {
    return new WaitPolicy[] {
      WaitPolicy.adaptive(),
      WaitPolicy.parkOnly(),
      WaitPolicy.builder().spin(1, TimeUnit.HOURS).build(),
    };
  }

  private static JobFuture<Long> future(WaitPolicy policy) {
    return new JobFuture<>(1L, new PoolFutures(() -> {}, new ReplySpin(policy, () -> false)), null);
  }

  /** Waits until a thread is in one of the methods that wait. */
  private static <T> Background<T> untilWaiting(Background<T> waiting) {
    Background.until(
        () ->
            Arrays.stream(waiting.thread().getStackTrace())
                .anyMatch(
                    frame ->
                        frame.getClassName().equals(JobFuture.class.getName())
                            && frame.getMethodName().matches("get|join")));
    return waiting;
  }

  @ParameterizedTest
  @MethodSource("policies")
  void aReplyEndsEachWaitForIt(WaitPolicy policy) throws Exception {
    JobFuture<Long> future = future(policy);
    var waits =
        List.<Callable<Long>>of(future::get, () -> future.get(1, TimeUnit.HOURS), future::join);
    var waiting = new ArrayList<Background<Long>>();
    for (var wait : waits) {
      waiting.add(untilWaiting(Background.start(wait)));
    }
    future.complete(7L);
    for (var each : waiting) {
      assertThat(each.result()).isEqualTo(7);
    }
    for (var wait : waits) {
      assertThat(wait.call()).isEqualTo(7);
    }
  }

  @Test
  void eachWaitMaySpin() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "nothing spins on one processor");
    var asked = new AtomicInteger();
    var spin = new ReplySpin(WaitPolicy.adaptive(), () -> asked.incrementAndGet() > 0);
    JobFuture<Long> future = new JobFuture<>(1L, new PoolFutures(() -> {}, spin), null);
    int expected = 0;
    for (var wait :
        List.<Callable<Long>>of(future::get, () -> future.get(1, TimeUnit.HOURS), future::join)) {
      var waiting = Background.start(wait);
      expected++;
      int spins = expected;
      Background.until(() -> asked.get() == spins);
      waiting.thread().interrupt();
    }
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS));
    assertThat(asked).hasValue(expected + 1);
    future.complete(7L);
    assertThat(future.get()).isEqualTo(7);
    assertThat(asked).hasValue(expected + 1);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theTimeOfAWaitIsKept(WaitPolicy policy) {
    JobFuture<Long> future = future(policy);
    for (long nanos : new long[] {Long.MIN_VALUE, 0, 1}) {
      timedOut(future, nanos);
    }
    // Not twice the time: the spin is a part of it. A loaded machine may need several tries.
    long time = TimeUnit.MILLISECONDS.toNanos(20);
    Background.until(() -> timedOut(future, time) < 3 * time / 2);
  }

  private static long timedOut(JobFuture<Long> future, long nanos) {
    long start = System.nanoTime();
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> future.get(nanos, TimeUnit.NANOSECONDS));
    long time = System.nanoTime() - start;
    assertThat(time).isGreaterThanOrEqualTo(nanos);
    return time;
  }

  @ParameterizedTest
  @MethodSource("policies")
  void anInterruptEndsAGetAndNoJoin(WaitPolicy policy) throws Exception {
    JobFuture<Long> future = future(policy);
    for (Callable<Long> wait :
        List.<Callable<Long>>of(future::get, () -> future.get(1, TimeUnit.HOURS))) {
      var waiting = untilWaiting(Background.start(wait));
      waiting.thread().interrupt();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::result)
          .withCauseInstanceOf(InterruptedException.class);
    }
    var joining =
        Background.start(() -> future.join() + ":" + Thread.currentThread().isInterrupted());
    untilWaiting(joining).thread().interrupt();
    assertThat(joining.isDone()).isFalse();
    future.complete(7L);
    assertThat(joining.result()).isEqualTo("7:true");
  }

  private static void await(AtomicInteger counter, int value) {
    for (int spins = 1; counter.get() < value; spins++) {
      pause(spins);
    }
  }

  /** Spins, as a thread that yields comes too late for most meetings; but not for ever. */
  private static void pause(int spins) {
    if (spins % 1_000 == 0) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  private static JobFuture<Long> take(AtomicReference<@Nullable JobFuture<Long>> next) {
    JobFuture<Long> future;
    for (int spins = 1; (future = next.getAndSet(null)) == null; spins++) {
      pause(spins);
    }
    return future;
  }
}
