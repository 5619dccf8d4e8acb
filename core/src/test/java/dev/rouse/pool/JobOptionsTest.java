package dev.rouse.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rouse.testing.Background;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Retries, expiry, time limit and progress of jobs, and how the ways to end a pool treat them. */
@SuppressWarnings("FutureReturnValueIgnored") // jobs whose replies nobody needs
class JobOptionsTest {
  private static final JobOptions AT_ONCE =
      JobOptions.defaults().withBackoff(0, 0, TimeUnit.NANOSECONDS);
  private static final JobOptions AFTER_AN_HOUR =
      JobOptions.defaults().withRetries(1).withBackoff(1, 1, TimeUnit.HOURS);

  private @Nullable WorkerPool<Long, Long> pool;

  private static WorkerPoolBuilder<Long, Long> builder(JobHandler<Long, Long> handler) {
    return WorkerPool.builder(() -> handler);
  }

  private WorkerPool<Long, Long> start(WorkerPoolBuilder<Long, Long> builder) {
    pool = builder.start();
    return pool;
  }

  @AfterEach
  void accountsAgree() throws Exception {
    if (pool != null) {
      TestPools.end(pool);
    }
  }

  private static <T extends Throwable> T failure(JobFuture<?> future, Class<T> type) {
    var failure = new AtomicReference<Throwable>();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> future.get(30, TimeUnit.SECONDS))
        .havingCause()
        .isInstanceOfSatisfying(type, failure::set);
    return type.cast(requireNonNull(failure.get()));
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A handler that fails so often, and then works. */
  private static JobHandler<Long, Long> failing(AtomicInteger tries, int failures) {
    return (job, context) -> {
      if (tries.incrementAndGet() <= failures) {
        throw new IOException("try " + tries);
      }
      return job;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void aFailedJobIsTriedAgain(long delayMillis) throws Exception {
    var tries = new AtomicInteger();
    var pool = start(builder(failing(tries, 3)).workers(2));
    var options =
        JobOptions.defaults()
            .withRetries(3)
            .withBackoff(delayMillis, delayMillis, TimeUnit.MILLISECONDS);
    assertThat(pool.submit(7L, options).get(30, TimeUnit.SECONDS)).isEqualTo(7);
    assertThat(tries.get()).isEqualTo(4);
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    PoolStatistics statistics = pool.statistics();
    assertThat(statistics.retried()).isEqualTo(3);
    assertThat(statistics.completed()).isEqualTo(1);
    assertThat(statistics.failed()).isZero();
  }

  @Test
  void aJobFailsAfterItsLastRetryAndSaysWhichItWas() throws Exception {
    var tries = new AtomicInteger();
    var pool = start(builder(failing(tries, 100)).workers(1));
    JobException failure = failure(pool.submit(7L, AT_ONCE.withRetries(2)), JobException.class);
    assertThat(failure)
        .hasMessage("job 1 (Long) failed in worker-1, retry 2: java.io.IOException: try 3");
    assertThat(tries.get()).isEqualTo(3);
    assertThat(failure(pool.submit(7L), JobException.class))
        .hasMessage("job 2 (Long) failed in worker-1: java.io.IOException: try 4");
    assertThat(tries.get()).as("without options no retries").isEqualTo(4);
  }

  /** Each with its own limit: two retries and one crash, in any order. */
  @Test
  void retriesAndCrashesAreCountedApart() throws Exception {
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (thrown.isEmpty()) {
                        return job;
                      }
                      Throwable next = thrown.removeFirst();
                      if (next instanceof Error error) {
                        throw error;
                      }
                      throw (Exception) next;
                    })
                .workers(1)
                .crashLimit(1)
                .jobOptions(AT_ONCE.withRetries(2))
                .threads(TestPools.quietThreads()));
    thrown.addAll(List.of(new IOException(), new AssertionError(), new IOException()));
    assertThat(pool.submit(1L).get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(pool.statistics().retried()).isEqualTo(3);
    thrown.addAll(List.of(new AssertionError(), new IOException(), new AssertionError("second")));
    assertThat(failure(pool.submit(1L), JobException.class)).hasRootCauseMessage("second");
    assertThat(thrown).isEmpty();
  }

  @Test
  void onlyWhatThePredicateWantsIsTriedAgain() throws Exception {
    var tries = new AtomicInteger();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      tries.incrementAndGet();
                      if (job == 1) {
                        throw new IOException();
                      }
                      throw new ArithmeticException();
                    })
                .workers(1));
    var options = AT_ONCE.withRetries(4).withRetryIf(e -> e instanceof IOException);
    failure(pool.submit(1L, options), JobException.class);
    assertThat(tries.getAndSet(0)).isEqualTo(5);
    failure(pool.submit(2L, options), JobException.class);
    assertThat(tries.getAndSet(0)).isEqualTo(1);
    var broken =
        options.withRetryIf(
            e -> {
              throw new IllegalStateException("predicate");
            });
    assertThat(failure(pool.submit(1L, broken), JobException.class).getCause())
        .isInstanceOf(IOException.class)
        .hasSuppressedException(new IllegalStateException("predicate"));
    assertThat(tries.get()).isEqualTo(1);
  }

  @Test
  void theDelayDoublesUpToTheLongestWithJitter() {
    var options = JobOptions.defaults().withBackoff(100, 1_000, TimeUnit.NANOSECONDS);
    long[] wholes = {100, 200, 400, 800, 1_000, 1_000};
    for (int retry = 1; retry <= wholes.length; retry++) {
      long whole = wholes[retry - 1];
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 10_000; i++) {
        long delay = options.delayNanos(retry);
        least = Math.min(least, delay);
        most = Math.max(most, delay);
      }
      assertThat(least).isBetween(whole / 2, whole * 6 / 10);
      assertThat(most).isBetween(whole * 9 / 10, whole);
    }
    for (int retry : new int[] {62, 63, 64, 65, 100, Integer.MAX_VALUE}) {
      assertThat(options.delayNanos(retry)).isBetween(500L, 1_000L);
    }
    var longest = JobOptions.defaults().withBackoff(1, Long.MAX_VALUE, TimeUnit.DAYS);
    assertThat(longest.delayNanos(100)).isGreaterThanOrEqualTo(Long.MAX_VALUE / 2);
    assertThat(AT_ONCE.delayNanos(5)).isZero();
  }

  /** Waits until all workers sleep, and a job waits for its next try. */
  private static void untilPaused(WorkerPool<?, ?> pool, int workers) {
    Background.until(() -> pool.statistics().retried() == 1 && pool.sleeping() == workers);
    assertThat(pool.statistics().inFlight()).isEqualTo(1);
  }

  @Test
  void aJobThatWaitsForItsNextTryIsInFlightAndCancelTakesItOff() throws Exception {
    var pool = start(builder(failing(new AtomicInteger(), 1)).workers(1).limit(1));
    JobFuture<Long> paused = pool.submit(1L, AFTER_AN_HOUR);
    untilPaused(pool, 1);
    assertThat(pool.trySubmit(2L)).as("its space is taken").isNull();
    assertThat(pool.awaitQuiescence(1, TimeUnit.MILLISECONDS)).isFalse();
    var waiting = Background.start(() -> pool.awaitQuiescence(1, TimeUnit.HOURS));
    Background.until(() -> waiting.thread().getState() == Thread.State.TIMED_WAITING);
    assertThat(paused.cancel(false)).isTrue();
    assertThat(waiting.result()).isTrue();
    assertThat(pool.remaining()).isEqualTo(1);
    assertThat(pool.statistics().cancelled()).isEqualTo(1);
  }

  @Test
  void shutdownFinishesAJobThatWaitsForItsNextTry() throws Exception {
    var pool = start(builder(failing(new AtomicInteger(), 1)).workers(2));
    var options = JobOptions.defaults().withRetries(1).withBackoff(20, 20, TimeUnit.MILLISECONDS);
    JobFuture<Long> paused = pool.submit(1L, options);
    pool.shutdown();
    assertThat(paused.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().completed()).isEqualTo(1);
  }

  @Test
  void shutdownNowGivesBackAJobThatWaitsForItsNextTry() throws Exception {
    var pool = start(builder(failing(new AtomicInteger(), 1)).workers(2));
    JobFuture<Long> paused = pool.submit(1L, AFTER_AN_HOUR);
    untilPaused(pool, 2);
    assertThat(pool.shutdownNow().jobs()).containsExactly(1L);
    assertThat(paused.isCancelled()).isTrue();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().givenBack()).isEqualTo(1);
  }

  @Test
  void aJobThatFailsWhileThePoolIsStoppedIsNotTriedAgain() throws Exception {
    var started = new CountDownLatch(1);
    var pool =
        start(
            builder(
                (job, context) -> {
                  started.countDown();
                  new CountDownLatch(1).await(); // until it is interrupted
                  return job;
                }));
    JobFuture<Long> running = pool.submit(1L, AFTER_AN_HOUR);
    started.await();
    assertThat(pool.shutdownNow().jobs()).isEmpty();
    assertThat(failure(running, JobException.class)).hasCauseInstanceOf(InterruptedException.class);
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().failed()).isEqualTo(1);
    assertThat(pool.statistics().retried()).isZero();
  }

  @Test
  void aBrokenPoolFailsAJobThatWaitsForItsNextTry() throws Exception {
    List<DeadLetter<Long>> dead = Collections.synchronizedList(new ArrayList<>());
    var pool =
        start(
            WorkerPool.<Long, Long>builder(
                    TestPools.handlers(
                        1,
                        (job, context) -> {
                          if (job == 1) {
                            throw new IOException();
                          }
                          throw new AssertionError("dies");
                        }))
                .workers(1)
                .deadLetters(dead::add)
                .threads(TestPools.quietThreads()));
    JobFuture<Long> paused = pool.submit(1L, AFTER_AN_HOUR);
    untilPaused(pool, 1);
    JobFuture<Long> deadly = pool.submit(2L);
    assertThat(failure(paused, IllegalStateException.class))
        .hasMessage("the pool has no worker left");
    failure(deadly, JobException.class);
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(dead).extracting(DeadLetter::job).containsExactlyInAnyOrder(1L, 2L);
  }

  /** The only worker is busy, so it is a timer that ends the job. */
  @Test
  void aJobThatWaitsTooLongExpiresAndFreesItsSpace() throws Exception {
    var gate = new Gate();
    var ran = new AtomicInteger();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      ran.incrementAndGet();
                      gate.pass();
                      return job;
                    })
                .workers(1)
                .limit(2));
    pool.submit(1L);
    gate.awaitArrivals(1);
    var options = JobOptions.defaults().withExpiry(20, TimeUnit.MILLISECONDS);
    JobFuture<Long> late = pool.submit(2L, options);
    assertThat(pool.remaining()).isZero();
    JobExpiredException failure = failure(late, JobExpiredException.class);
    assertThat(failure.number()).isEqualTo(2);
    assertThat(failure)
        .message()
        .matches(
            "job 2 \\(Long\\) has expired: it has waited \\d+ ms, expected a start within 20 ms");
    Background.until(() -> pool.remaining() == 1);
    JobFuture<Long> inTime = pool.submit(3L, JobOptions.defaults().withExpiry(1, TimeUnit.DAYS));
    gate.open();
    assertThat(inTime.get(30, TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ran.get()).isEqualTo(2);
    assertThat(pool.statistics().expired()).isEqualTo(1);
  }

  /** The thread of the timers is kept busy, so it is the worker that finds the job too late. */
  @Test
  void aJobNeverStartsAfterItsExpiryEvenIfTheTimerIsLate() throws Exception {
    var started = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var timerIsBusy = new CountDownLatch(1);
    var releaseTimer = new CountDownLatch(1);
    List<Long> ran = Collections.synchronizedList(new ArrayList<>());
    var pool =
        start(
            builder(
                    (job, context) -> {
                      ran.add(job);
                      started.countDown();
                      assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
                      return job;
                    })
                .workers(1)
                .deadLetters(
                    letter -> {
                      if (letter.job() == 2) { // the worker is busy, so the timers' thread is here
                        timerIsBusy.countDown();
                        awaitUnchecked(releaseTimer);
                      }
                    }));
    pool.submit(1L);
    started.await();
    var options = JobOptions.defaults().withExpiry(1, TimeUnit.MILLISECONDS);
    pool.submit(2L, options);
    timerIsBusy.await();
    JobFuture<Long> late = pool.submit(3L, options);
    long submitted = System.nanoTime();
    Background.until(() -> System.nanoTime() - submitted > 2_000_000);
    assertThat(late.isDone()).isFalse();
    release.countDown();
    failure(late, JobExpiredException.class);
    releaseTimer.countDown();
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly(1L);
    assertThat(pool.statistics().expired()).isEqualTo(2);
  }

  /** Two jobs of one worker: the first one runs into its limit, and its interrupt is its own. */
  @Test
  void aTimeLimitStopsItsOwnJobOnly() throws Exception {
    var seen = new AtomicReference<Boolean>();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job == 1) {
                        Background.until(context::isCancelled);
                        Background.until(() -> Thread.currentThread().isInterrupted());
                      } else {
                        seen.set(Thread.currentThread().isInterrupted());
                      }
                      return job;
                    })
                .workers(1));
    var options = JobOptions.defaults().withTimeLimit(20, TimeUnit.MILLISECONDS).withRetries(5);
    JobFuture<Long> slow = pool.submit(1L, options);
    JobFuture<Long> next = pool.submit(2L);
    JobTimeoutException failure = failure(slow, JobTimeoutException.class);
    assertThat(failure)
        .hasMessage("job 1 (Long) has run into its time limit of 20 ms, last in worker-1");
    assertThat(failure.worker()).isEqualTo("worker-1");
    assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(seen.get()).as("the next job is interrupted").isFalse();
    assertThat(pool.submit(3L, options.withTimeLimit(1, TimeUnit.DAYS)).get()).isEqualTo(3);
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().failed()).isEqualTo(1);
    assertThat(pool.statistics().completed()).isEqualTo(2);
    assertThat(pool.statistics().retried()).isZero();
  }

  @Test
  void aTimeLimitEndsAJobThatWaitsForItsNextTry() throws Exception {
    var pool = start(builder(failing(new AtomicInteger(), 1)).workers(1));
    JobFuture<Long> paused =
        pool.submit(1L, AFTER_AN_HOUR.withTimeLimit(20, TimeUnit.MILLISECONDS));
    failure(paused, JobTimeoutException.class);
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().failed()).isEqualTo(1);
  }

  /** Limits that end at about the time at which their jobs do: the others see no interrupt. */
  @Test
  void aTimeLimitThatRacesTheEndNeverHitsTheNextJob() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job == 0) {
                        assertThat(Thread.currentThread().isInterrupted()).isFalse();
                      }
                      long start = System.nanoTime();
                      while (job > 0 && System.nanoTime() - start < job) {
                        Thread.onSpinWait();
                      }
                      return job;
                    })
                .workers(2));
    int done = 0;
    for (long i = 0; i < 3_000; i++) {
      var limit = JobOptions.defaults().withTimeLimit(50_000 + i % 100_000, TimeUnit.NANOSECONDS);
      JobFuture<Long> future = pool.submit(50_000 + i % 100_000, limit);
      JobFuture<Long> next = pool.submit(0L);
      JobFuture<Long> afterIt = pool.submit(0L);
      assertThat(next.get(30, TimeUnit.SECONDS)).isZero();
      assertThat(afterIt.get(30, TimeUnit.SECONDS)).isZero();
      try {
        future.get(30, TimeUnit.SECONDS);
        done++;
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(JobTimeoutException.class);
      }
    }
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().completed()).isEqualTo(6_000 + done);
    assertThat(pool.statistics().failed()).isEqualTo(3_000 - done);
  }

  @Test
  void aHandlerReportsItsProgress() throws Exception {
    var reported = new CountDownLatch(1);
    var gate = new Gate();
    List<Object> heard = Collections.synchronizedList(new ArrayList<>());
    var told = new AtomicReference<Throwable>();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      context.report("half");
                      reported.countDown();
                      gate.pass();
                      context.report(job);
                      return job;
                    })
                .workers(2)
                .threads(
                    Thread.ofPlatform().uncaughtExceptionHandler((t, e) -> told.set(e)).factory()));
    JobFuture<Long> plain = pool.submit(1L);
    var options =
        JobOptions.defaults()
            .withProgress(
                progress -> {
                  heard.add(Thread.currentThread());
                  heard.add(progress);
                  throw new ArithmeticException("by a listener");
                });
    reported.await();
    assertThat(plain.progress()).isEqualTo("half");
    gate.open();
    assertThat(plain.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(plain.progress()).isEqualTo(1L);
    JobFuture<Long> heardOf = pool.submit(2L, options);
    assertThat(heardOf.get(30, TimeUnit.SECONDS)).as("the listener fails no job").isEqualTo(2);
    assertThat(heardOf.progress()).isEqualTo(2L);
    assertThat(heard).hasSize(4).contains("half", 2L).doesNotContain(Thread.currentThread());
    assertThat(told.get()).hasMessage("by a listener");
  }

  @Test
  void withoutAReportThereIsNoProgress() throws Exception {
    var pool = start(builder((job, context) -> job).workers(1));
    JobFuture<Long> future = pool.submit(1L, AT_ONCE);
    assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(future.progress()).isNull();
  }

  private static long timerThreads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }

  @Test
  void onlyAPoolWithTimersHasAThreadForThemUntilItsEnd() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job < 0) {
                        throw new IOException();
                      }
                      return job;
                    })
                .workers(1)
                .name("timed"));
    pool.submit(1L).get(30, TimeUnit.SECONDS);
    pool.submit(1L, AT_ONCE.withRetries(1)).get(30, TimeUnit.SECONDS);
    failure(pool.submit(-1L, AT_ONCE.withRetries(1)), JobException.class);
    assertThat(timerThreads("timed-timer")).isZero();
    pool.submit(1L, AT_ONCE.withExpiry(1, TimeUnit.HOURS)).get(30, TimeUnit.SECONDS);
    assertThat(timerThreads("timed-timer")).isEqualTo(1);
    pool.shutdown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    Background.until(() -> timerThreads("timed-timer") == 0);
  }

  @Test
  void optionsAreGivenWithEveryWayToSubmit() throws Exception {
    var pool = start(builder(failing(new AtomicInteger(), 4)).workers(1).limit(2));
    var options = AT_ONCE.withRetries(1);
    assertThat(pool.submit(1L, options, 30, TimeUnit.SECONDS)).isNotNull();
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.trySubmit(1L, options)).isNotNull();
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().retried()).isEqualTo(2);
    assertThat(pool.statistics().failed()).isEqualTo(2);
  }

  @Test
  void optionsOfAJobReplaceThoseOfThePool() throws Exception {
    var tries = new AtomicInteger();
    var pool =
        start(
            builder(failing(tries, Integer.MAX_VALUE))
                .workers(2)
                .jobOptions(AT_ONCE.withRetries(3)));
    failure(pool.submit(1L), JobException.class);
    assertThat(tries.getAndSet(0)).isEqualTo(4);
    failure(pool.submit(1L, JobOptions.defaults()), JobException.class);
    assertThat(tries.getAndSet(0)).isEqualTo(1);
    pool.invokeAll(List.of(1L, 2L));
    assertThat(tries.getAndSet(0)).isEqualTo(8);
    for (JobFuture<Long> future : pool.broadcast(1L)) {
      failure(future, JobException.class);
    }
    assertThat(tries.get()).isEqualTo(8);
  }

  /** A job that fails at once is cancelled while its worker queues it again. */
  @Test
  void aCancelThatRacesARetryTakesTheJobOff() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      throw new IOException();
                    })
                .workers(2));
    for (int i = 0; i < 5_000; i++) {
      long before = pool.statistics().retried();
      JobFuture<Long> future = pool.submit(1L, AFTER_AN_HOUR);
      if (i % 2 == 0) {
        Background.until(() -> pool.statistics().retried() > before);
      }
      for (int spin = i % 300; spin > 0; spin--) {
        Thread.onSpinWait();
      }
      future.cancel(true);
      assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
      assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).as("round %d", i).isTrue();
    }
    assertThat(pool.statistics().cancelled()).isEqualTo(5_000);
  }

  @Test
  void badInputIsRefused() {
    var options = JobOptions.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withRetries(-1))
        .withMessage("count: -1, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withBackoff(-1, 1, TimeUnit.SECONDS))
        .withMessage("first: -1, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withBackoff(5, 4, TimeUnit.SECONDS))
        .withMessage("longest: 4, expected at least the first delay, 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withExpiry(0, TimeUnit.SECONDS))
        .withMessage("time: 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withTimeLimit(0, TimeUnit.SECONDS))
        .withMessage("time: 0, expected at least 1");
    assertThat(options.withRetries(2).withExpiry(3, TimeUnit.NANOSECONDS))
        .hasToString(
            "JobOptions[retries=2, backoff=10000000 to 10000000000 ns, expiry=3 ns,"
                + " timeLimit=none]");
    assertThat(options.retries()).as("the original").isZero();
  }
}
