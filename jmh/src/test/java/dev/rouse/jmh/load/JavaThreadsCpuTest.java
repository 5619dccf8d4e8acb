package dev.rouse.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class JavaThreadsCpuTest {
  private static final long BURNT_NANOS = 100_000_000;

  @Test
  void countsOtherThreadsWhileTheyLive() throws Exception {
    var burnt = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    long start = JavaThreadsCpu.nanosOfOthers();
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  burn();
                  burnt.countDown();
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    burnt.await();
    assertThat(JavaThreadsCpu.nanosOfOthers() - start).isGreaterThanOrEqualTo(BURNT_NANOS);
    end.countDown();
    other.join();
  }

  @Test
  void leavesOutTheCallingThread() {
    long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long start = JavaThreadsCpu.nanosOfOthers();
    burn();
    own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - own;
    assertThat(own).isGreaterThanOrEqualTo(BURNT_NANOS);
    // Others may do something, too, but nothing else runs here.
    assertThat(JavaThreadsCpu.nanosOfOthers() - start).isLessThan(own);
  }

  private static void burn() {
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    while (threads.getCurrentThreadCpuTime() - start < BURNT_NANOS) {
      Thread.onSpinWait();
    }
  }
}
