package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What tests of pools share. */
final class TestPools {
  private TestPools() {}

  /** Returns threads whose deaths are part of the test, so that nothing is printed. */
  static ThreadFactory quietThreads() {
    return Thread.ofPlatform().daemon().uncaughtExceptionHandler((thread, e) -> {}).factory();
  }

  /** Returns what gives a handler to so many workers. Those that come after them cannot start. */
  static <J, R> Supplier<JobHandler<J, R>> handlers(int most, JobHandler<J, R> handler) {
    var made = new AtomicInteger();
    return () -> {
      if (made.incrementAndGet() > most) {
        throw new IllegalStateException("no more than %d handlers".formatted(most));
      }
      return handler;
    };
  }

  /**
   * Shuts a pool down and waits until its workers have ended. All its jobs must be accounted for.
   *
   * @return its last numbers
   */
  static PoolStatistics end(WorkerPool<?, ?> pool) throws InterruptedException {
    pool.shutdown();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).as("all workers end").isTrue();
    return ended(pool);
  }

  /** As {@link #end}, for a pool whose workers have ended. */
  static PoolStatistics ended(WorkerPool<?, ?> pool) {
    PoolStatistics end = pool.statistics();
    assertThat(end.inFlight()).as("in flight: %s", end).isZero();
    assertThat(end.completed() + end.failed() + end.cancelled() + end.expired() + end.givenBack())
        .as("all that have ended: %s", end)
        .isEqualTo(end.accepted());
    return end;
  }
}
