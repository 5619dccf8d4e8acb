package dev.rouse.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rouse.internal.pool.crew.JobQueue;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // jobs whose replies nobody needs
class WorkerPoolTest {
  private @Nullable WorkerPool<Long, Long> pool;

  private WorkerPoolBuilder<Long, Long> builder(JobHandler<Long, Long> handler) {
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyJobIsDoneOnceAndItsReplyComesBack(int workers) throws Exception {
    Set<Long> done = ConcurrentHashMap.newKeySet();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      assertThat(done.add(job)).isTrue();
                      return 2 * job;
                    })
                .workers(workers));
    List<JobFuture<Long>> futures = new ArrayList<>();
    for (long i = 0; i < 10_000; i++) {
      futures.add(pool.submit(i));
    }
    for (int i = 0; i < futures.size(); i++) {
      assertThat(futures.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(2L * i);
      assertThat(futures.get(i).number()).isEqualTo(i + 1L);
    }
    assertThat(pool.statistics().accepted()).isEqualTo(10_000);
  }

  @Test
  void severalThreadsSubmit() throws Exception {
    var pool = start(builder((job, context) -> job).workers(3).limit(64));
    List<Background<Long>> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Background.start(
              () -> {
                List<JobFuture<Long>> futures = new ArrayList<>();
                for (long i = 0; i < 5_000; i++) {
                  futures.add(pool.submit(i));
                }
                long sum = 0;
                for (JobFuture<Long> future : futures) {
                  sum += future.get();
                }
                return sum;
              }));
    }
    for (Background<Long> thread : threads) {
      assertThat(thread.result()).isEqualTo(LongStream.range(0, 5_000).sum());
    }
  }

  /** Who waits for a reply does not spin then. */
  @Test
  void jobsWaitIfThereAreMoreThanTheWorkersThatAreAwakeAndOneMore() throws Exception {
    try (Gate gate = new Gate()) {
      var pool =
          start(
              builder(
                      (job, context) -> {
                        gate.pass();
                        return job;
                      })
                  .workers(2));
      Background.until(() -> pool.sleeping() == 2);
      for (long job = 1; job <= 2; job++) {
        pool.submit(job);
        gate.awaitArrivals((int) job);
      }
      assertThat(pool.jobsWait()).isFalse();
      pool.submit(3L);
      assertThat(pool.jobsWait()).isFalse();
      pool.submit(4L);
      assertThat(pool.jobsWait()).isTrue();
      gate.open();
      assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
      assertThat(pool.jobsWait()).isFalse();
    }
  }

  /** A job submitted after a pause finds all workers asleep, and wakes one. */
  @Test
  void aSleepingPoolWakesUp() throws Exception {
    var pool = start(builder((job, context) -> job).workers(2));
    for (long i = 0; i < 200; i++) {
      if (i % 10 == 0) {
        Background.until(() -> pool.sleeping() == 2);
      }
      assertThat(pool.submit(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
    }
  }

  /** As many long jobs as workers run at the same time, whatever the pool has learned before. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void longJobsSpread(boolean afterShortOnes) throws Exception {
    int workers = 3;
    var together = new CyclicBarrier(workers);
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job < 0) {
                        together.await(30, TimeUnit.SECONDS);
                      }
                      return job;
                    })
                .workers(workers));
    for (long i = 0; afterShortOnes && i < 20_000; i++) {
      pool.submit(i);
    }
    List<JobFuture<Long>> futures = new ArrayList<>();
    for (long i = 0; i < workers; i++) {
      futures.add(pool.submit(-1 - i));
    }
    for (JobFuture<Long> future : futures) {
      assertThat(future.get(30, TimeUnit.SECONDS)).isNegative();
    }
  }

  /** A job after a short one that was queued behind a long one does not wait for that. */
  @Test
  void aWrongGuessDelaysNobodyForLong() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job < 0) {
                        gate.pass();
                      }
                      return job;
                    })
                .workers(2));
    for (int round = 0; round < 3; round++) {
      for (long i = 0; i < 20_000; i++) {
        pool.submit(i);
      }
      JobFuture<Long> stuck = round == 0 ? pool.submit(-1L) : null;
      JobFuture<Long> after = pool.submit(5L);
      assertThat(after.get(30, TimeUnit.SECONDS)).isEqualTo(5);
      assertThat(stuck == null || !stuck.isDone()).isTrue();
    }
    gate.open();
  }

  /** Jobs behind an unexpectedly long one, each of which finds the other worker asleep. */
  @Test
  void theWorkerOnWatchTakesTheJobsBehindALongOne() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job < 0) {
                        gate.pass();
                      }
                      return job;
                    })
                .workers(2));
    try (gate) {
      pool.invokeAll(LongStream.range(0, 3_000).boxed().toList()); // they are known to be short
      pool.submit(-1L);
      gate.awaitArrivals(1);
      for (long i = 0; i < 50; i++) {
        Background.until(() -> pool.sleeping() == 1);
        // If it is on watch, it is not woken: it wakes up by itself.
        assertThat(pool.submit(i))
            .as("job %d behind a long one", i)
            .succeedsWithin(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void anExceptionFailsItsOwnJobOnlyAndSaysWhere() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job == 2) {
                        throw new IOException("disk");
                      }
                      return job;
                    })
                .workers(1)
                .name("adder"));
    JobFuture<Long> one = pool.submit(1L);
    JobFuture<Long> two = pool.submit(2L);
    JobFuture<Long> three = pool.submit(3L);
    assertThat(one.get()).isEqualTo(1);
    assertThat(three.get()).isEqualTo(3);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(two::get)
        .havingCause()
        .isInstanceOfSatisfying(
            JobException.class,
            e -> {
              assertThat(e.number()).isEqualTo(2);
              assertThat(e.worker()).isEqualTo("adder-1");
              assertThat(e)
                  .hasMessage("job 2 (Long) failed in adder-1: java.io.IOException: disk")
                  .hasCauseInstanceOf(IOException.class);
            });
    assertThat(pool.statistics().failed()).isEqualTo(1);
  }

  @Test
  void aWorkerThatDiesIsReplacedByOneWithANewHandler() throws Exception {
    AtomicInteger handlers = new AtomicInteger();
    Set<Thread> told = ConcurrentHashMap.newKeySet();
    pool =
        WorkerPool.<Long, Long>builder(
                () -> {
                  long handler = handlers.incrementAndGet();
                  return (job, context) -> {
                    if (job < 0) {
                      throw new AssertionError("dies");
                    }
                    return handler;
                  };
                })
            .workers(1)
            .threads(Thread.ofPlatform().uncaughtExceptionHandler((t, e) -> told.add(t)).factory())
            .start();
    assertThat(pool.submit(1L).get()).isEqualTo(1);
    JobFuture<Long> deadly = pool.submit(-1L);
    JobFuture<Long> next = pool.submit(2L);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> deadly.get(30, TimeUnit.SECONDS))
        .withRootCauseInstanceOf(AssertionError.class);
    assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    Background.until(() -> !told.isEmpty());
    assertThat(pool.statistics().failed()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJobOfWhichWorkersDieIsTriedAsOftenAsAllowed(boolean byKey) throws Exception {
    AtomicInteger tries = new AtomicInteger();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (tries.incrementAndGet() < 3) {
                        throw new StackOverflowError();
                      }
                      return job;
                    })
                .workers(2)
                .dispatch(byKey ? Dispatch.byKey(job -> job) : Dispatch.packed())
                .threads(TestPools.quietThreads())
                .crashLimit(2));
    assertThat(pool.submit(1L).get(30, TimeUnit.SECONDS)).isEqualTo(1);
    tries.set(-1);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> pool.submit(1L).get(30, TimeUnit.SECONDS));
    assertThat(tries.get()).isEqualTo(2);
  }

  @Test
  void jobsFailIfNoWorkerCanBeReplaced() throws Exception {
    pool =
        WorkerPool.<Long, Long>builder(
                TestPools.handlers(
                    1,
                    (job, context) -> {
                      throw new AssertionError("dies");
                    }))
            .workers(1)
            .threads(TestPools.quietThreads())
            .start();
    List<JobFuture<Long>> futures = new ArrayList<>();
    try {
      for (long i = 0; i < 100; i++) {
        futures.add(pool.submit(i));
      }
    } catch (ClosedException e) {
      // So soon.
    }
    assertThat(futures).isNotEmpty();
    for (JobFuture<Long> future : futures) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> future.get(30, TimeUnit.SECONDS));
    }
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  /** What a lost worker had to do, and what is still submitted for it, is done by another one. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theJobsOfALostWorkerGoToAnotherOne(boolean crashedJobIsTriedAgain) throws Exception {
    AtomicInteger deaths = new AtomicInteger();
    var gate = new Gate();
    var pool =
        start(
            WorkerPool.<Long, Long>builder(
                    TestPools.handlers(
                        2,
                        (job, context) -> {
                          if (job == 0 && deaths.getAndIncrement() == 0) {
                            gate.pass();
                            throw new NoClassDefFoundError("dies");
                          }
                          return job;
                        }))
                .workers(2)
                .crashLimit(crashedJobIsTriedAgain ? 1 : 0)
                .dispatch((job, load) -> 0)
                .threads(TestPools.quietThreads()));
    JobFuture<Long> deadly = pool.submit(0L);
    List<JobFuture<Long>> futures = new ArrayList<>();
    for (long i = 1; i < 100; i++) {
      futures.add(pool.submit(i));
    }
    gate.open();
    for (long i = 100; i < 200; i++) {
      futures.add(pool.submit(i));
    }
    for (JobFuture<Long> future : futures) {
      assertThat(future.get(30, TimeUnit.SECONDS)).isPositive();
    }
    if (crashedJobIsTriedAgain) {
      assertThat(deadly.get(30, TimeUnit.SECONDS)).isZero();
    } else {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> deadly.get(30, TimeUnit.SECONDS));
    }
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    for (JobFuture<Long> future : pool.broadcast(5L)) {
      assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aPoolEndsIfAWorkerIsLostWithTheLastJob(int workers) throws Exception {
    var gate = new Gate();
    var pool =
        start(
            WorkerPool.<Long, Long>builder(
                    TestPools.handlers(
                        workers,
                        (job, context) -> {
                          gate.pass();
                          throw new NoClassDefFoundError("dies");
                        }))
                .workers(workers)
                .threads(TestPools.quietThreads()));
    pool.submit(1L);
    pool.shutdown();
    Background.until(() -> pool.sleeping() == workers - 1);
    var waiting = Background.start(() -> pool.awaitQuiescence(1, TimeUnit.HOURS));
    Background.until(() -> waiting.thread().getState() == Thread.State.TIMED_WAITING);
    gate.open();
    assertThat(waiting.result()).isTrue();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anExceptionThatCannotBePrintedStillFailsTheJob() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      throw new Unprintable();
                    })
                .workers(1));
    JobFuture<Long> future = pool.submit(1L);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> future.get(30, TimeUnit.SECONDS))
        .withCauseInstanceOf(JobException.class);
  }

  private static final class Unprintable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new ArithmeticException();
    }
  }

  /** Two long jobs after each other, and three workers that have learned that jobs are short. */
  @Test
  void aWorkerOnWatchThatFindsALongJobLeavesTheWatchToAnother() throws Exception {
    var together = new CyclicBarrier(3);
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job < 0) {
                        together.await(30, TimeUnit.SECONDS);
                      }
                      return job;
                    })
                .workers(3));
    for (int round = 0; round < 20; round++) {
      for (long i = 0; i < 2_000; i++) {
        pool.submit(i);
      }
      List<JobFuture<Long>> futures = new ArrayList<>();
      for (long i = 1; i <= 3; i++) {
        futures.add(pool.submit(-i));
      }
      for (JobFuture<Long> future : futures) {
        assertThat(future.get(30, TimeUnit.SECONDS)).isNegative();
      }
    }
  }

  @Test
  void cancelledJobsDoNotFillTheQueue() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      gate.pass();
                      return job;
                    })
                .workers(1)
                .dispatch((job, load) -> job % 2 == 0 ? 0 : Dispatch.ANY)
                .limit(10));
    pool.submit(0L);
    gate.awaitArrivals(1);
    for (long i = 0; i < 20_000; i++) {
      pool.submit(i).cancel(false);
      // The array of the shared queue is not worth a purge.
      assertThat(pool.queued()).isLessThan(JobQueue.MOST_SLOTS + 100);
    }
    assertThat(pool.remaining()).isEqualTo(9);
    gate.open();
  }

  /** Jobs that are purged while their worker takes them are counted once. */
  @Test
  void purgedJobsAreNotCountedTwice() throws Exception {
    int half = 1_000;
    for (int round = 0; round < 100; round++) {
      var running = new AtomicInteger();
      var release = new AtomicBoolean();
      try (var purged =
          builder(
                  (job, context) -> {
                    running.incrementAndGet();
                    while (!release.get()) {
                      Thread.onSpinWait();
                    }
                    return job;
                  })
              .workers(1)
              .dispatch((job, load) -> 0)
              .start()) {
        List<JobFuture<Long>> futures = new ArrayList<>();
        for (long i = 0; i < 2L * half; i++) {
          futures.add(purged.submit(i));
        }
        Background.until(() -> running.get() == 1);
        // The last one of these makes more that were cancelled than are left, and purges.
        for (int i = 1; i <= half + 1; i++) {
          release.set(i == half + 1);
          futures.get(i).cancel(false);
        }
        assertThat(purged.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
        Background.until(() -> purged.sleeping() == 1);
        assertThat(purged.queued()).as("round %d", round).isZero();
        // Too low a number shows only when there are jobs.
        release.set(false);
        int ran = running.get();
        purged.submit(0L);
        Background.until(() -> running.get() == ran + 1);
        purged.submit(1L);
        purged.submit(2L);
        int queued = purged.queued();
        release.set(true);
        assertThat(queued).as("round %d", round).isEqualTo(3);
      }
    }
  }

  /** Several threads cancel the same jobs, which are purged, while the worker takes them. */
  @Test
  void jobsThatManyCancelAtOnceAreCountedOnce() throws Exception {
    for (int round = 0; round < 25; round++) {
      var first = new Gate();
      var last = new Gate();
      try (var cancelled =
              builder(
                      (job, context) -> {
                        if (job == 0) {
                          first.pass();
                        } else if (job < 0) {
                          last.pass();
                        }
                        return job;
                      })
                  .workers(1)
                  .dispatch((job, load) -> 0)
                  .start();
          first;
          last) {
        cancelled.submit(0L);
        first.awaitArrivals(1);
        List<JobFuture<Long>> futures = new ArrayList<>();
        for (long i = 1; i <= 500; i++) {
          futures.add(cancelled.submit(i));
        }
        List<Background<Long>> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          threads.add(
              Background.start(
                  () -> {
                    long count = 0;
                    for (JobFuture<Long> future : futures) {
                      count += future.cancel(false) ? 1 : 0;
                      if (future.equals(futures.get(futures.size() / 2))) {
                        first.open(); // there will be a purge about now
                      }
                    }
                    return count;
                  }));
        }
        for (Background<Long> thread : threads) {
          thread.result();
        }
        first.open();
        assertThat(cancelled.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
        Background.until(() -> cancelled.sleeping() == 1);
        assertThat(cancelled.statistics().workers().getFirst().pending())
            .as("pending when all have ended, round %d", round)
            .isZero();
        // Too low a number shows only when there are jobs.
        cancelled.submit(-1L);
        last.awaitArrivals(1);
        cancelled.submit(1L);
        cancelled.submit(2L);
        assertThat(cancelled.statistics().workers().getFirst().pending())
            .as("pending when one runs and two wait, round %d", round)
            .isEqualTo(3);
      }
    }
  }

  /** Somebody who knows nothing of the pool interrupts a worker that sleeps. */
  @Test
  void aStrayInterruptReachesNoJob() throws Exception {
    List<Thread> threads = new ArrayList<>();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      assertThat(Thread.currentThread().isInterrupted()).isFalse();
                      return job;
                    })
                .workers(1)
                .threads(
                    task -> {
                      Thread thread = new Thread(task);
                      threads.add(thread);
                      return thread;
                    }));
    for (long i = 0; i < 20; i++) {
      Background.until(() -> pool.sleeping() == 1);
      threads.getFirst().interrupt();
      assertThat(pool.submit(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
    }
  }

  @Test
  void aPoolThatCannotStartLeavesNoWorker() {
    AtomicInteger handlers = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    var builder =
        WorkerPool.<Long, Long>builder(
                () -> {
                  if (handlers.incrementAndGet() > 2) {
                    throw new ArithmeticException();
                  }
                  return (job, context) -> job;
                })
            .workers(3)
            .threads(
                task -> {
                  Thread thread = new Thread(task);
                  threads.add(thread);
                  return thread;
                });
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(builder::start);
    assertThat(threads).hasSize(2);
    threads.forEach(thread -> Background.until(() -> !thread.isAlive()));
  }

  @Test
  void aFullPoolRefusesOrWaits() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      gate.pass();
                      return job;
                    })
                .workers(1)
                .limit(3));
    for (long i = 0; i < 3; i++) {
      assertThat(pool.remaining()).isEqualTo((int) (3 - i));
      pool.submit(i);
    }
    assertThat(pool.remaining()).isZero();
    assertThat(pool.trySubmit(9L)).isNull();
    assertThat(pool.submit(9L, 1, TimeUnit.MILLISECONDS)).isNull();
    assertThat(pool.submit(9L, Long.MIN_VALUE, TimeUnit.DAYS)).isNull();
    var waiting = Background.start(() -> pool.submit(3L).get());
    var waitingToo = Background.start(() -> pool.submit(4L, 1, TimeUnit.HOURS));
    Background.until(() -> waiting.thread().getState() == Thread.State.TIMED_WAITING);
    waitingToo.thread().interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(waitingToo::result)
        .withCauseInstanceOf(InterruptedException.class);
    gate.open();
    assertThat(waiting.result()).isEqualTo(3);
    assertThat(pool.statistics().accepted()).isEqualTo(4);
  }

  @Test
  void aCancelledJobIsNotStartedAndItsSpaceIsFree() throws Exception {
    var gate = new Gate();
    List<Long> ran = new ArrayList<>();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      ran.add(job);
                      gate.pass();
                      return job;
                    })
                .workers(1)
                .limit(3));
    pool.submit(1L);
    gate.awaitArrivals(1);
    JobFuture<Long> second = pool.submit(2L);
    JobFuture<Long> third = pool.submit(3L);
    assertThat(second.cancel(true)).isTrue();
    assertThat(second.isCancelled()).isTrue();
    assertThat(pool.remaining()).isEqualTo(1);
    JobFuture<Long> fourth = pool.submit(4L);
    assertThat(third.complete(33L)).as("somebody else knows the reply").isTrue();
    gate.open();
    assertThat(fourth.get()).isEqualTo(4);
    assertThat(third.get()).isEqualTo(33);
    assertThatExceptionOfType(CancellationException.class).isThrownBy(second::get);
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly(1L, 4L);
    PoolStatistics statistics = pool.statistics();
    assertThat(statistics.cancelled()).isEqualTo(2);
    assertThat(statistics.completed()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRunningJobIsAskedToStop(boolean interrupts) throws Exception {
    var started = new CountDownLatch(1);
    var interrupted = new AtomicReference<Boolean>();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job == 1) {
                        started.countDown();
                        Background.until(context::isCancelled);
                        if (interrupts) {
                          Background.until(() -> Thread.currentThread().isInterrupted());
                        }
                      } else {
                        interrupted.set(Thread.currentThread().isInterrupted());
                      }
                      return job;
                    })
                .workers(1));
    JobFuture<Long> running = pool.submit(1L);
    started.await();
    assertThat(running.cancel(interrupts)).isTrue();
    JobFuture<Long> next = pool.submit(2L);
    assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(interrupted.get()).as("the next job is interrupted").isFalse();
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().cancelled()).isEqualTo(1);
  }

  @Test
  void aCancelThatRacesTheEndNeverHitsTheNextJob() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      // The one that is cancelled may be interrupted for itself.
                      boolean isInterrupted = Thread.currentThread().isInterrupted();
                      assertThat(isInterrupted && !context.isCancelled()).isFalse();
                      return job;
                    })
                .workers(2));
    int done = 0;
    for (long i = 0; i < 20_000; i++) {
      JobFuture<Long> future = pool.submit(i);
      JobFuture<Long> next = pool.submit(i);
      future.cancel(true);
      try {
        assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo(i);
        future.get(30, TimeUnit.SECONDS);
        done++;
      } catch (CancellationException e) {
        // In time.
      }
    }
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    PoolStatistics statistics = pool.statistics();
    assertThat(statistics.failed()).isZero();
    assertThat(statistics.completed()).isEqualTo(20_000 + done);
  }

  @Test
  void invokeAllWaitsForAll() throws Exception {
    var pool =
        start(
            builder(
                (job, context) -> {
                  if (job == 3) {
                    throw new ArithmeticException();
                  }
                  return job;
                }));
    List<JobFuture<Long>> futures = pool.invokeAll(List.of(1L, 2L, 3L, 4L));
    assertThat(futures).hasSize(4).allMatch(CompletableFuture::isDone);
    assertThat(futures.get(2).isCompletedExceptionally()).isTrue();
    assertThat(futures.get(3).get()).isEqualTo(4);
  }

  @Test
  void broadcastReachesEveryWorkerOnce() throws Exception {
    Set<String> names = ConcurrentHashMap.newKeySet();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      assertThat(names.add(context.worker())).isTrue();
                      return job;
                    })
                .workers(4));
    for (JobFuture<Long> future : pool.broadcast(7L)) {
      assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo(7);
    }
    assertThat(names).containsExactlyInAnyOrder("worker-1", "worker-2", "worker-3", "worker-4");
  }

  @Test
  void theExecutorRunsTasks() throws Exception {
    var pool = start(builder((job, context) -> job).workers(2).limit(8));
    Executor executor = pool.executor();
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      futures.add(CompletableFuture.supplyAsync(() -> number, executor));
    }
    for (int i = 0; i < futures.size(); i++) {
      assertThat(futures.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
    }
    pool.shutdown();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> executor.execute(() -> {}));
  }

  @Test
  void aTaskThatThrowsTellsTheThreadsHandler() throws Exception {
    var told = new AtomicReference<Throwable>();
    var pool =
        start(
            builder((job, context) -> job)
                .workers(1)
                .threads(
                    Thread.ofPlatform().uncaughtExceptionHandler((t, e) -> told.set(e)).factory()));
    pool.executor()
        .execute(
            () -> {
              throw new ArithmeticException("by a task");
            });
    assertThat(pool.submit(1L).get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(told.get()).hasMessage("by a task");
    assertThat(pool.statistics().failed()).isEqualTo(1);
  }

  @Test
  void aWorkerMayNotWaitForItself() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job == 1) {
                        requireNonNull(this.pool).submit(2L); // there is space for it
                        requireNonNull(this.pool).submit(3L);
                      } else if (job == 4) {
                        requireNonNull(this.pool).close();
                      }
                      return job;
                    })
                .workers(1)
                .limit(2));
    JobFuture<Long> first = pool.submit(1L);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> first.get(30, TimeUnit.SECONDS))
        .havingRootCause()
        .withMessageContaining("the pool is full, and worker-1 is one of its workers");
    JobFuture<Long> closing = pool.submit(4L);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> closing.get(30, TimeUnit.SECONDS))
        .havingRootCause()
        .withMessageContaining("close by a worker of the pool");
  }

  @Test
  void shutdownFinishesWhatWasAccepted() throws Exception {
    var pool = start(builder((job, context) -> job).workers(2));
    List<JobFuture<Long>> futures = new ArrayList<>();
    for (long i = 0; i < 1_000; i++) {
      futures.add(pool.submit(i));
    }
    pool.shutdown();
    assertThat(pool.isShutdown()).isTrue();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> pool.submit(1L));
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> pool.trySubmit(1L));
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.isTerminated()).isTrue();
    assertThat(futures).allMatch(CompletableFuture::isDone);
    assertThat(pool.statistics().completed()).isEqualTo(1_000);
  }

  @Test
  void shutdownNowGivesBackWhatHasNotStarted() throws Exception {
    var started = new CountDownLatch(1);
    var pool =
        start(
            builder(
                    (job, context) -> {
                      started.countDown();
                      new CountDownLatch(1).await(); // until it is interrupted
                      return job;
                    })
                .workers(1)
                .dispatch((job, load) -> job % 2 == 0 ? 0 : Dispatch.ANY));
    JobFuture<Long> running = pool.submit(0L);
    started.await();
    JobFuture<Long> queued = pool.submit(1L);
    pool.submit(2L);
    pool.submit(3L).cancel(false);
    Runnable task = () -> {};
    pool.executor().execute(task);
    Unstarted<Long> unstarted = pool.shutdownNow();
    assertThat(unstarted.jobs()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(unstarted.tasks()).containsExactly(task);
    assertThat(queued.isCancelled()).isTrue();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> running.get(30, TimeUnit.SECONDS))
        .withRootCauseInstanceOf(InterruptedException.class);
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    PoolStatistics end = pool.statistics();
    assertThat(end.givenBack()).isEqualTo(3);
    assertThat(end.cancelled()).isEqualTo(1);
    assertThat(end.failed()).isEqualTo(1);
  }

  @Test
  void shutdownNowInterruptsTasksOfTheExecutor() throws Exception {
    var started = new CountDownLatch(2);
    var interrupted = new CountDownLatch(2);
    var pool = start(builder((job, context) -> job).workers(2));
    Runnable task =
        () -> {
          started.countDown();
          try {
            new CountDownLatch(1).await(); // until it is interrupted
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        };
    pool.executor().execute(() -> {});
    pool.executor().execute(task);
    pool.executor().execute(task);
    started.await();
    pool.shutdownNow();
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().completed()).isEqualTo(3);
  }

  @Test
  void awaitQuiescenceLeavesThePoolOpen() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                (job, context) -> {
                  gate.pass();
                  return job;
                }));
    assertThat(pool.awaitQuiescence(0, TimeUnit.SECONDS)).isTrue();
    pool.submit(1L);
    assertThat(pool.awaitQuiescence(1, TimeUnit.MILLISECONDS)).isFalse();
    var waiting = Background.start(() -> pool.awaitQuiescence(1, TimeUnit.HOURS));
    gate.open();
    assertThat(waiting.result()).isTrue();
    assertThat(pool.submit(2L).get()).isEqualTo(2);
  }

  @Test
  void jobsWithTheSameKeyStayInOrderOnOneWorker() throws Exception {
    var owner = new ConcurrentHashMap<Long, String>();
    var last = new ConcurrentHashMap<Long, Long>();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      long key = job % 5;
                      assertThat(owner.computeIfAbsent(key, k -> context.worker()))
                          .isEqualTo(context.worker());
                      Long before = last.put(key, job);
                      assertThat(before == null || before < job).isTrue();
                      return job;
                    })
                .workers(3)
                .dispatch(Dispatch.byKey(job -> job % 5)));
    List<Long> jobs = LongStream.range(0, 10_000).boxed().toList();
    for (JobFuture<Long> future : pool.invokeAll(jobs)) {
      assertThat(future.isCompletedExceptionally()).isFalse();
    }
    assertThat(owner).hasSize(5);
  }

  @Test
  void roundRobinAndLeastPendingSpread() throws Exception {
    for (Dispatch<Long> dispatch :
        List.of(Dispatch.<Long>roundRobin(), Dispatch.<Long>leastPending())) {
      var together = new CyclicBarrier(3);
      try (var spread =
          builder(
                  (job, context) -> {
                    together.await(30, TimeUnit.SECONDS);
                    return job;
                  })
              .workers(3)
              .dispatch(dispatch)
              .start()) {
        assertThat(spread.invokeAll(List.of(1L, 2L, 3L, 4L, 5L, 6L)))
            .noneMatch(CompletableFuture::isCompletedExceptionally);
      }
    }
  }

  @Test
  void badInputIsRefused() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder((job, context) -> job).workers(0))
        .withMessage("count: 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder((job, context) -> job).limit(-1))
        .withMessage("jobs: -1, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder((job, context) -> job).crashLimit(-1))
        .withMessage("crashes: -1, expected 0 or more");
    var pool = start(builder((job, context) -> job).workers(2).dispatch((job, load) -> 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool.submit(1L))
        .withMessage("dispatch: worker 2, expected -1 for any, or 0 to 1");
    assertThat(pool.statistics().accepted()).isZero();
  }

  @Test
  void saysWhenThereIsSpace() throws Exception {
    var gate = new Gate();
    var told = new CountDownLatch(1);
    var pool =
        start(
            builder(
                    (job, context) -> {
                      gate.pass();
                      return job;
                    })
                .workers(1)
                .limit(1));
    try (gate) {
      JobFuture<Long> first = pool.submit(1L);
      assertThat(pool.trySubmit(2L)).as("a second job").isNull();
      pool.whenSpace(told::countDown);
      assertThat(told.getCount()).as("calls to come while the pool is full").isEqualTo(1);
      gate.open();
      assertThat(told.await(30, TimeUnit.SECONDS)).as("told of space").isTrue();
      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(pool.trySubmit(3L)).as("a job after the first one").isNotNull();
    }
  }

  @Test
  void saysAtOnceIfThereIsSpaceOrThePoolIsShutDown() throws Exception {
    var calls = new AtomicInteger();
    var pool = start(builder((job, context) -> job).workers(1));
    pool.whenSpace(calls::incrementAndGet);
    assertThat(calls).as("calls when there is space").hasValue(1);
    assertThat(pool.submit(1L).get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(calls).as("calls after a job has made space again").hasValue(1);
    pool.shutdown();
    pool.whenSpace(calls::incrementAndGet);
    assertThat(calls).as("calls after the shutdown").hasValue(2);
  }

  @Test
  void theShutdownOfAFullPoolEndsTheWaitForSpace() throws Exception {
    var gate = new Gate();
    var told = new CountDownLatch(1);
    var pool =
        start(
            builder(
                    (job, context) -> {
                      gate.pass();
                      return job;
                    })
                .workers(1)
                .limit(1));
    try (gate) {
      pool.submit(1L);
      pool.whenSpace(told::countDown);
      pool.shutdown();
      assertThat(told.await(30, TimeUnit.SECONDS)).as("told of the shutdown").isTrue();
    }
  }

  @Test
  void theQueueOfOneWorkerIsLimited() throws Exception {
    var gate = new Gate();
    var told = new CountDownLatch(1);
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job == 0) {
                        gate.pass();
                      }
                      return job;
                    })
                .workers(2)
                .queueLimit(2)
                .dispatch((job, load) -> job < 10 ? 0 : 1));
    try (gate) {
      pool.submit(0L);
      gate.awaitArrivals(1);
      assertThat(pool.trySubmit(1L)).as("the first job that waits").isNotNull();
      assertThat(pool.trySubmit(2L)).as("the second job that waits").isNotNull();
      assertThat(pool.trySubmit(3L)).as("a job for a full queue").isNull();
      assertThat(pool.submit(3L, 1, TimeUnit.MILLISECONDS)).as("a wait for it").isNull();
      assertThat(pool.submit(10L).get(30, TimeUnit.SECONDS)).as("the other worker").isEqualTo(10);
      pool.whenSpace(told::countDown);
      assertThat(told.getCount()).as("calls to come while a queue is full").isEqualTo(1);
      var waiting = Background.start(() -> pool.submit(4L).get());
      Background.until(() -> waiting.thread().getState() == Thread.State.TIMED_WAITING);
      assertThat(pool.statistics().accepted()).as("jobs that were accepted").isEqualTo(4);
      gate.open();
      assertThat(told.await(30, TimeUnit.SECONDS)).as("told of space").isTrue();
      assertThat(waiting.result()).isEqualTo(4);
    }
  }

  @Test
  void aLimitOfAQueueIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder((job, context) -> job).queueLimit(0))
        .withMessage("jobs: 0, expected at least 1");
  }
}
