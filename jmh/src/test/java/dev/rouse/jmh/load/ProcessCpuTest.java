package dev.rouse.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ProcessCpuTest {
  @Test
  void growsByWhatAThreadTakes() {
    long start = ProcessCpu.nanos();
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long taken = 0;
    while (taken < 30_000_000) {
      taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }
    // Elsewhere than on Linux it counts in larger steps.
    assertThat(ProcessCpu.nanos() - start).isGreaterThan(taken - 20_000_000);
  }
}
