package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random scenarios: several threads submit, cancel and complete jobs that return, throw or kill
 * their worker, are tried again, expire, or run into their time limit, and one of them ends the
 * pool in one way or another. In the end every job is accounted for, once. A failure names the
 * seed; {@code -Drouse.pool.seed} runs that one alone, and {@code -Drouse.pool.firstSeed} others
 * than usual.
 */
class PoolAccountsTest {
  /** Without native access only the sleep is another one, so fewer will do. */
  private static final int SCENARIOS =
      PoolAccountsTest.class.getModule().isNativeAccessEnabled() ? 10_000 : 1_000;

  private static final int JOBS_OF_A_THREAD = 40;

  /** What a thread has done, to be compared with what the pool says. */
  private static final class Submitted {
    private final List<JobFuture<Long>> futures = new ArrayList<>();
    private long tasks;
  }

  @Test
  @Tag("slow")
  @Timeout(300)
  void everyJobIsAccountedForOnce() {
    Long only = Long.getLong("rouse.pool.seed");
    long first = Long.getLong("rouse.pool.firstSeed", 0);
    for (long seed = first; seed < first + SCENARIOS; seed++) {
      if (only == null || only == seed) {
        try {
          scenario(new SplittableRandom(seed));
        } catch (Throwable t) {
          throw new AssertionError("-Drouse.pool.seed=" + seed, t);
        }
      }
    }
  }

  private static void scenario(SplittableRandom random) throws Exception {
    AtomicLong ran = new AtomicLong();
    AtomicLong interruptedStarts = new AtomicLong();
    Queue<DeadLetter<Long>> dead = new ConcurrentLinkedQueue<>();
    int more = random.nextInt(3); // workers that come and go
    int fewer = random.nextInt(3 - more);
    var builder =
        WorkerPool.<Long, Long>builder(
                () ->
                    (job, context) -> {
                      // At its start, a job can be interrupted only for itself.
                      if (Thread.currentThread().isInterrupted() && !context.isCancelled()) {
                        interruptedStarts.incrementAndGet();
                      }
                      return handle(job, ran);
                    })
            .workers(1 + fewer, 1 + fewer + more)
            .idleTime(random.nextInt(3) * 50L, TimeUnit.MICROSECONDS)
            .limit(random.nextInt(1, 30))
            .crashLimit(random.nextInt(3))
            .dispatch(dispatch(random))
            .threads(Thread.ofPlatform().daemon().uncaughtExceptionHandler((t, e) -> {}).factory());
    boolean hasDeadLetters = random.nextInt(3) > 0;
    if (hasDeadLetters) {
      builder.deadLetters(dead::add);
    }
    if (random.nextInt(3) == 0) {
      builder.jobOptions(options(random));
    }
    WorkerPool<Long, Long> pool = builder.traceSubmits(random.nextInt(8) == 0).start();
    int threads = random.nextInt(1, 4);
    int ends = random.nextInt(threads);
    List<Background<Submitted>> running = new ArrayList<>();
    List<Unstarted<Long>> unstarted = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      SplittableRandom own = random.split();
      boolean endsIt = i == ends;
      running.add(
          Background.start(
              () -> {
                Submitted submitted = submit(pool, own);
                if (endsIt) {
                  end(pool, own, unstarted);
                }
                return submitted;
              }));
    }
    List<JobFuture<Long>> futures = new ArrayList<>();
    long tasks = 0;
    for (Background<Submitted> thread : running) {
      Submitted submitted = thread.result();
      futures.addAll(submitted.futures);
      tasks += submitted.tasks;
    }
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).as("all workers end").isTrue();

    PoolStatistics end = pool.statistics();
    assertThat(futures).as("futures that are completed").allMatch(CompletableFuture::isDone);
    assertThat(end.accepted()).isEqualTo(futures.size() + tasks);
    assertThat(end.completed() + end.failed() + end.cancelled() + end.expired() + end.givenBack())
        .as("%s", end)
        .isEqualTo(end.accepted());
    assertThat(interruptedStarts).as("jobs that were interrupted for others").hasValue(0);
    List<Throwable> failures =
        futures.stream()
            .filter(future -> future.state() == Future.State.FAILED)
            .map(JobFuture::exceptionNow)
            .toList();
    assertThat(end.expired())
        .isEqualTo(failures.stream().filter(JobExpiredException.class::isInstance).count());
    if (hasDeadLetters) {
      assertThat(dead.stream().map(DeadLetter::failure).toList())
          .containsExactlyInAnyOrderElementsOf(failures);
    }
    // Tasks of the executor can fail, too.
    assertThat(end.failed() + end.expired())
        .isBetween((long) failures.size(), failures.size() + tasks);
    assertThat(pool.queued()).as("%s", end).isNotNegative();
    assertThat(end.givenBack())
        .isEqualTo(unstarted.stream().mapToLong(u -> u.jobs().size() + u.tasks().size()).sum());
    assertThat(futures.stream().map(JobFuture::number)).doesNotHaveDuplicates();
  }

  /** Times that are about as long as a job takes, or waits. */
  private static JobOptions options(SplittableRandom random) {
    JobOptions options = JobOptions.defaults();
    if (random.nextBoolean()) {
      int longest = random.nextInt(300);
      options =
          options
              .withRetries(random.nextInt(4))
              .withBackoff(random.nextInt(longest + 1), longest, TimeUnit.MICROSECONDS)
              .withRetryIf(e -> e.hashCode() % 8 != 0);
    }
    if (random.nextInt(3) == 0) {
      options = options.withExpiry(random.nextInt(1, 300), TimeUnit.MICROSECONDS);
    }
    if (random.nextInt(3) == 0) {
      options = options.withTimeLimit(random.nextInt(1, 300), TimeUnit.MICROSECONDS);
    }
    return options;
  }

  private static Dispatch<Long> dispatch(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Dispatch.roundRobin();
      case 1 -> Dispatch.leastPending();
      case 2 -> Dispatch.byKey(job -> job % 3);
      default -> Dispatch.packed();
    };
  }

  /** The job says what happens to it. */
  private static Long handle(long job, AtomicLong ran) {
    ran.incrementAndGet();
    if (job % 11 == 1) {
      throw new ArithmeticException();
    }
    if (job % 37 == 2) {
      throw new AssertionError("kills its worker");
    }
    if (job % 13 == 3) {
      Thread.yield();
    }
    if (job % 17 == 4) {
      Thread.currentThread().interrupt();
    }
    if (job % 19 == 5) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 10 * job) { // up to 100 microseconds
        Thread.onSpinWait();
      }
    }
    return job;
  }

  private static Submitted submit(WorkerPool<Long, Long> pool, SplittableRandom random)
      throws InterruptedException {
    Submitted submitted = new Submitted();
    int jobs = random.nextInt(JOBS_OF_A_THREAD);
    try {
      for (int i = 0; i < jobs; i++) {
        long job = random.nextInt(10_000);
        JobFuture<Long> future =
            switch (random.nextInt(8)) {
              case 0 -> pool.trySubmit(job);
              case 1 -> pool.submit(job, random.nextInt(1_000), TimeUnit.MICROSECONDS);
              case 2 -> {
                pool.executor().execute(() -> handle(job, new AtomicLong()));
                submitted.tasks++;
                yield null;
              }
              case 3 -> pool.trySubmit(job, options(random));
              case 4 -> pool.submit(job, options(random), 1, TimeUnit.MILLISECONDS);
              case 5 -> pool.submit(job, options(random));
              default -> pool.submit(job);
            };
        if (future != null) {
          submitted.futures.add(future);
        }
        if (!submitted.futures.isEmpty() && random.nextInt(6) == 0) {
          JobFuture<Long> any = submitted.futures.get(random.nextInt(submitted.futures.size()));
          if (random.nextInt(3) == 0) {
            any.complete(-1L);
          } else {
            any.cancel(random.nextBoolean());
          }
        }
      }
    } catch (ClosedException | RejectedExecutionException e) {
      // Another thread has ended the pool.
    }
    return submitted;
  }

  private static void end(
      WorkerPool<Long, Long> pool, SplittableRandom random, List<Unstarted<Long>> unstarted)
      throws InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> pool.shutdown();
      case 1 -> unstarted.add(pool.shutdownNow());
      case 2 -> pool.close();
      default -> {
        pool.shutdown();
        pool.awaitTermination(random.nextInt(100), TimeUnit.MICROSECONDS);
        unstarted.add(pool.shutdownNow());
      }
    }
  }
}
