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
  /**
   * How many there are in a build; {@code -Drouse.pool.scenarios} runs more. Without native access
   * only the sleep is another one, so fewer will do.
   */
  private static final int SCENARIOS =
      Integer.getInteger(
          "rouse.pool.scenarios",
          PoolAccountsTest.class.getModule().isNativeAccessEnabled() ? 4_000 : 1_000);

  private static final int JOBS_OF_A_THREAD = 40;

  private static final int LONGEST_MICROS = 300;

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
                      return RandomJobs.run(job);
                    })
            .workers(1 + fewer, 1 + fewer + more)
            .idleTime(random.nextInt(3) * 50L, TimeUnit.MICROSECONDS)
            .limit(random.nextInt(1, 30))
            .crashLimit(random.nextInt(3))
            .dispatch(RandomJobs.dispatch(random))
            .threads(TestPools.quietThreads());
    boolean hasDeadLetters = random.nextInt(3) > 0;
    if (hasDeadLetters) {
      builder.deadLetters(dead::add);
    }
    if (random.nextInt(3) == 0) {
      builder.jobOptions(RandomJobs.options(random, LONGEST_MICROS));
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
                  RandomJobs.end(pool, own, unstarted);
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
    PoolStatistics end = TestPools.end(pool);
    assertThat(futures).as("futures that are completed").allMatch(CompletableFuture::isDone);
    assertThat(end.accepted()).isEqualTo(futures.size() + tasks);
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

  private static Submitted submit(WorkerPool<Long, Long> pool, SplittableRandom random)
      throws InterruptedException {
    Submitted submitted = new Submitted();
    int jobs = random.nextInt(JOBS_OF_A_THREAD);
    try {
      for (int i = 0; i < jobs; i++) {
        long job = random.nextInt(RandomJobs.KINDS);
        JobFuture<Long> future =
            switch (random.nextInt(8)) {
              case 0 -> pool.trySubmit(job);
              case 1 -> pool.submit(job, random.nextInt(1_000), TimeUnit.MICROSECONDS);
              case 2 -> {
                pool.executor().execute(() -> RandomJobs.run(job));
                submitted.tasks++;
                yield null;
              }
              case 3 -> pool.trySubmit(job, RandomJobs.options(random, LONGEST_MICROS));
              case 4 ->
                  pool.submit(
                      job, RandomJobs.options(random, LONGEST_MICROS), 1, TimeUnit.MILLISECONDS);
              case 5 -> pool.submit(job, RandomJobs.options(random, LONGEST_MICROS));
              default -> pool.submit(job);
            };
        if (future != null) {
          submitted.futures.add(future);
        }
        if (!submitted.futures.isEmpty() && random.nextInt(6) == 0) {
          JobFuture<Long> any = submitted.futures.get(random.nextInt(submitted.futures.size()));
          RandomJobs.cancel(any, random);
        }
      }
    } catch (ClosedException | RejectedExecutionException e) {
      // Another thread has ended the pool.
    }
    return submitted;
  }
}
