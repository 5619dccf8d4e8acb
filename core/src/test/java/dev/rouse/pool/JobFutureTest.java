package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Background;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobFutureTest {
  private static final int ROUNDS = 100_000;

  /** Whoever takes it off, the worker that queues it again or the one that cancels, one does. */
  @Test
  void aCancelThatMeetsARetryTakesTheJobOffOnce() throws Exception {
    var takenOff = new AtomicInteger();
    var next = new AtomicReference<@Nullable JobFuture<Long>>();
    var met = new AtomicInteger();
    var worker =
        Background.start(
            () -> {
              for (int round = 1; round <= ROUNDS; round++) {
                JobFuture<Long> future = take(next);
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
    for (int round = 1; round <= ROUNDS; round++) {
      JobFuture<Long> future = new JobFuture<>(1L, takenOff::incrementAndGet, null);
      next.set(future);
      await(met, 2 * round - 1);
      assertThat(future.cancel(round % 2 == 0)).isTrue();
      await(met, 2 * round);
      if (takenOff.get() != round) { // assertThat is too slow for so many
        assertThat(takenOff.get()).as("jobs taken off").isEqualTo(round);
      }
    }
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
              for (int round = 1; round <= ROUNDS; round++) {
                JobFuture<Long> future = take(next);
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
    for (int round = 1; round <= ROUNDS; round++) {
      JobFuture<Long> future = new JobFuture<>(1L, () -> {}, null);
      next.set(future);
      await(met, round);
      future.interrupt();
    }
    assertThat(worker.result()).as("interrupts after the end of their job").isZero();
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
