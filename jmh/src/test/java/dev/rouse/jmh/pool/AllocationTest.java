package dev.rouse.jmh.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.contender.Contender;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A job of Rouse's submitter allocates nothing, in no thread, if a worker has room for it. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int JOBS = 1_000;
  private static final int PASSES = 200;

  /** An object in ten jobs: other threads of the JVM may allocate a little. */
  private static final long ENOUGH = 16L * JOBS / 10;

  @Test
  void aJobOfASubmitterAllocatesNothing() throws Exception {
    // One job in flight: with more, it depends on the machine whether the workers have room. And
    // until the code of the waits is compiled, its calls into the system allocate.
    try (Requests requests = new Requests(Contender.POOL_SUBMITTER, 2)) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < PASSES && least > ENOUGH; i++) {
        long before = THREADS.getTotalThreadAllocatedBytes();
        for (int job = 0; job < JOBS; job++) {
          requests.roundTrip(job);
        }
        least = Math.min(least, THREADS.getTotalThreadAllocatedBytes() - before);
      }
      assertThat(least).isLessThanOrEqualTo(ENOUGH);
    }
  }
}
