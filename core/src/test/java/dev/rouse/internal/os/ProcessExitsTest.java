package dev.rouse.internal.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.testing.Background;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told that a process has ended. */
class ProcessExitsTest {
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void requireSystem() {
    assumeTrue(ProcessExits.isAvailable(), "no native access, or a system without pidfd_open(2)");
  }

  @AfterEach
  void endProcesses() {
    processes.forEach(Process::destroyForcibly);
  }

  /** A process that runs until its input ends. */
  private Process start() throws IOException {
    Process process = new ProcessBuilder("cat").start();
    processes.add(process);
    return process;
  }

  private static ProcessExits.Watch watch(Process process, AtomicInteger told) {
    return Objects.requireNonNull(
        ProcessExits.watch(process.pid(), told, AtomicInteger::incrementAndGet));
  }

  @Test
  void tellsOnceOfEachProcessThatEnds() throws Exception {
    var first = new AtomicInteger();
    var second = new AtomicInteger();
    Process killed = start();
    Process ends = start();
    watch(killed, first);
    watch(ends, second);
    killed.destroyForcibly();
    Background.until(() -> first.get() == 1);
    assertThat(second).hasValue(0);
    ends.getOutputStream().close();
    Background.until(() -> second.get() == 1);
    assertThat(first).hasValue(1);
  }

  @Test
  void watchThatWasEndedTellsNothing() throws Exception {
    var ended = new AtomicInteger();
    var other = new AtomicInteger();
    Process process = start();
    watch(process, ended).end();
    watch(process, other);
    process.destroyForcibly();
    Background.until(() -> other.get() == 1);
    assertThat(ended).hasValue(0);
  }

  @Test
  void processThatIsNotThereIsNotWatched() throws Exception {
    Process process = start();
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    for (long pid : new long[] {process.pid(), 0, -1, 1L << 32, Long.MIN_VALUE}) {
      assertThat(ProcessExits.watch(pid, this, it -> {})).as("process %d", pid).isNull();
    }
  }

  /** What nobody has any more must not fill the table. */
  @Test
  void thousandsCanBeWatchedOneAfterTheOther() throws Exception {
    Process process = start();
    for (int i = 0; i < 3_000; i++) {
      ProcessExits.Watch[] watch = new ProcessExits.Watch[1];
      Background.until(
          () -> {
            watch[0] = ProcessExits.watch(process.pid(), this, it -> {});
            return watch[0] != null;
          });
      watch[0].end();
    }
    var told = new AtomicInteger();
    Background.until(
        () -> ProcessExits.watch(process.pid(), told, AtomicInteger::incrementAndGet) != null);
    process.destroyForcibly();
    Background.until(() -> told.get() == 1);
  }
}
