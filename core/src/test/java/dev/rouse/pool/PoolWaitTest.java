package dev.rouse.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.codec.RecordCodec;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What must not depend on how long the threads of a pool spin, or on how many jobs they take at
 * once. The policy spins for much longer than a test may take.
 */
@Timeout(60)
class PoolWaitTest {
  private static final WaitPolicy ENDLESS = WaitPolicy.builder().spin(10, MINUTES).build();

  private static WorkerPoolBuilder<Long, Long> builder(JobHandler<Long, Long> handler) {
    return WorkerPool.builder(RecordCodec.ofLong(), RecordCodec.ofLong(), () -> handler);
  }

  @Test
  void aTimeOutEndsTheSpinOfASubmitter() throws Exception {
    var release = new CountDownLatch(1);
    JobHandler<Long, Long> handler =
        (job, context) -> {
          release.await();
          return job;
        };
    try (WorkerPool<Long, Long> pool = builder(handler).workers(1).waitPolicy(ENDLESS).start();
        Submitter<Long, Long> submitter = pool.newSubmitter(4, completion -> {})) {
      submitter.execute(1L, 0);
      assertThat(submitter.await(1, 1, MILLISECONDS)).isZero();
      assertThat(submitter.await(1, 0, NANOSECONDS)).isZero();
      release.countDown();
      assertThat(submitter.await(1)).isEqualTo(1);
    }
  }

  @Test
  void theEndOfThePoolEndsTheSpinOfAWorker() throws Exception {
    WorkerPool<Long, Long> pool =
        builder((job, context) -> job).workers(2).waitPolicy(ENDLESS).start();
    for (long job = 0; job < 100; job++) {
      assertThat(pool.submit(job).join()).isEqualTo(job);
    }
    pool.close();
  }

  @Test
  void awaitQuiescenceDoesNotWaitForTheEndOfASpin() throws Exception {
    Thread waiting = Thread.currentThread();
    JobHandler<Long, Long> handler =
        (job, context) -> {
          while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
          return job;
        };
    try (WorkerPool<Long, Long> pool = builder(handler).workers(1).waitPolicy(ENDLESS).start();
        Submitter<Long, Long> submitter = pool.newSubmitter(4, completion -> {})) {
      for (int i = 0; i < 10; i++) {
        submitter.execute(1L, 0);
        submitter.flush();
        assertThat(pool.awaitQuiescence(60, SECONDS)).isTrue();
        assertThat(submitter.poll(1)).isEqualTo(1);
      }
    }
  }

  @Test
  void aTurnHasFewJobsAlsoIfTheyComeInRuns() throws Exception {
    var busy = new CountDownLatch(1);
    var sent = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var done = new AtomicInteger();
    JobHandler<Long, Long> handler =
        (job, context) -> {
          if (job == 1) {
            begun.countDown();
            release.await();
          }
          done.incrementAndGet();
          return job;
        };
    try (WorkerPool<Long, Long> pool = builder(handler).workers(1).start();
        Submitter<Long, Long> submitter = pool.newSubmitter(4096, completion -> {})) {
      // Short ones first, after which a worker takes many at once.
      for (int i = 0; i < 5_000; i++) {
        submitter.execute(0L, 0);
        submitter.await(1);
      }
      pool.executor()
          .execute(
              () -> {
                busy.countDown();
                awaitQuietly(sent);
              });
      busy.await();
      for (int i = 0; i < 4096; i++) {
        submitter.execute(i == 0 ? 1L : 0L, 0);
      }
      submitter.flush();
      sent.countDown();
      begun.await(); // in the turn with the others
      int before = done.get();
      var seen = new AtomicInteger();
      var ran = new CountDownLatch(1);
      pool.executor()
          .execute(
              () -> {
                seen.set(done.get() - before);
                ran.countDown();
              });
      release.countDown();
      ran.await();
      assertThat(seen.get()).isLessThanOrEqualTo(64);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
