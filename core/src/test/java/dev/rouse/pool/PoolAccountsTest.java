package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random scenarios: several threads submit, cancel and complete jobs that return, throw or kill
 * their worker, and one of them ends the pool in one way or another. In the end every job is
 * accounted for, once. A failure names the seed; {@code -Drouse.pool.seed} runs that one alone.
 */
class PoolAccountsTest {
  private static final int SCENARIOS = 10_000;
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
    for (long seed = 0; seed < SCENARIOS; seed++) {
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
    var pool =
        WorkerPool.<Long, Long>builder(() -> (job, context) -> handle(job, ran))
            .workers(random.nextInt(1, 4))
            .limit(random.nextInt(1, 30))
            .crashLimit(random.nextInt(3))
            .dispatch(dispatch(random))
            .threads(Thread.ofPlatform().daemon().uncaughtExceptionHandler((t, e) -> {}).factory())
            .start();
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
    assertThat(end.completed() + end.failed() + end.cancelled() + end.givenBack())
        .as("%s", end)
        .isEqualTo(end.accepted());
    assertThat(end.givenBack())
        .isEqualTo(unstarted.stream().mapToLong(u -> u.jobs().size() + u.tasks().size()).sum());
    assertThat(futures.stream().map(JobFuture::number)).doesNotHaveDuplicates();
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
            switch (random.nextInt(5)) {
              case 0 -> pool.trySubmit(job);
              case 1 -> pool.submit(job, random.nextInt(1_000), TimeUnit.MICROSECONDS);
              case 2 -> {
                pool.executor().execute(() -> handle(job, new AtomicLong()));
                submitted.tasks++;
                yield null;
              }
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
