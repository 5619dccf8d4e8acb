package dev.rouse.pool.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rouse.codec.RecordCodec;
import dev.rouse.pool.JobException;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.PoolStatistics;
import dev.rouse.pool.WorkerPool;
import dev.rouse.pool.WorkerPoolBuilder;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import dev.rouse.wait.ClosedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Worker processes that die: their jobs, and what takes their place. It starts many JVMs. */
@Tag("own-jvm")
class ProcessDeathTest {
  /** Threads whose deaths are part of the test, so that nothing is printed. */
  private static final ThreadFactory QUIET =
      Thread.ofPlatform().name("worker-", 1).uncaughtExceptionHandler((thread, e) -> {}).factory();

  private SharedFolder folder;

  @BeforeEach
  void createFolder() throws IOException {
    folder = new SharedFolder();
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  private static WorkerPoolBuilder<String, String> pool(int workers, String... arguments) {
    return TestWorker.processes(arguments)
        .restartBackoff(1, 10, MILLISECONDS)
        .pool(workers)
        .threads(QUIET);
  }

  private static JobException failureOf(JobFuture<?> future) {
    CompletionException failure = catchThrowableOfType(CompletionException.class, future::join);
    return (JobException) Objects.requireNonNull(failure.getCause());
  }

  private static ProcessHandle process(WorkerPool<String, String> pool) throws Exception {
    return ProcessHandle.of(Long.parseLong(pool.submit("pid").join())).orElseThrow();
  }

  @Test
  void killedProcessesLoseNoJob() throws Exception {
    var random = new SplittableRandom(19);
    int jobs = 3_000;
    try (WorkerPool<String, String> pool =
        TestWorker.processes()
            .restartLimit(1_000, 1, MINUTES)
            .restartBackoff(0, 0, SECONDS)
            .pool(2)
            .threads(QUIET)
            .crashLimit(Integer.MAX_VALUE)
            .start()) {
      List<JobFuture<String>> futures = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        futures.add(pool.submit("echo " + i));
      }
      List<JobFuture<String>> pids = new ArrayList<>();
      for (int kill = 0; kill < 4; kill++) {
        JobFuture<String> pid = pool.submit("pid");
        ProcessHandle.of(Long.parseLong(pid.join())).ifPresent(ProcessHandle::destroyForcibly);
        pids.add(pid);
        for (int i = 0; i < jobs / 4; i++) { // what meets the dead process, and its successor
          futures.add(pool.submit("echo " + futures.size()));
        }
        futures.get(random.nextInt(futures.size())).join(); // a random moment
      }
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).get(30, SECONDS)).isEqualTo("" + i);
      }
      assertThat(pids.stream().map(JobFuture::join)).doesNotHaveDuplicates();
      assertThat(pool.awaitQuiescence(30, SECONDS)).isTrue();
      assertThat(pool.workers()).isEqualTo(2);
      PoolStatistics end = pool.statistics();
      assertThat(end.completed()).isEqualTo(futures.size() + pids.size());
    }
  }

  @Test
  void jobOfAProcessThatDiesFailsUnlessItMayBeTriedAgain() throws Exception {
    try (WorkerPool<String, String> pool = pool(1).start()) {
      ProcessHandle first = process(pool);
      JobFuture<String> future = pool.submit("exit 7");
      JobException failure = failureOf(future);
      assertThat(failure.getCause())
          .isInstanceOfSatisfying(
              WorkerLostError.class,
              lost -> {
                assertThat(lost.pid()).isEqualTo(first.pid());
                assertThat(lost.job()).isEqualTo(future.number());
                assertThat(lost.worker()).isEqualTo(failure.worker()).startsWith("worker-");
                assertThat(lost)
                    .hasMessage(
                        "process %d of %s has ended with status 7, in job %d"
                            .formatted(lost.pid(), lost.worker(), lost.job()));
              });
      assertThat(process(pool).pid()).isNotEqualTo(first.pid());
    }
    Path done = folder.file("exited");
    try (WorkerPool<String, String> pool = pool(1).crashLimit(1).start()) {
      assertThat(pool.submit("exit-once " + done).join()).isEqualTo("done");
      assertThat(pool.statistics().retried()).isEqualTo(1);
    }
  }

  @Test
  void errorOfTheHandlerEndsItsProcess() throws Exception {
    WorkerCommand silent =
        TestWorker.command()
            .withOutput(ProcessBuilder.Redirect.INHERIT, ProcessBuilder.Redirect.DISCARD);
    try (WorkerPool<String, String> pool =
        WorkerProcesses.of(RecordCodec.utf8(), RecordCodec.utf8(), silent)
            .pool(1)
            .threads(QUIET)
            .start()) {
      ProcessHandle first = process(pool);
      assertThat(failureOf(pool.submit("error too much")).getCause())
          .isInstanceOf(WorkerLostError.class)
          .hasMessageContaining("status 1 after java.lang.OutOfMemoryError: too much")
          .hasStackTraceContaining("TestWorker.handle(TestWorker.java:");
      assertThat(first.isAlive()).isFalse();
      assertThat(process(pool).pid()).isNotEqualTo(first.pid());
    }
  }

  @Test
  void processThatDiesWithoutAJobIsReplacedAndCostsNone() throws Exception {
    try (WorkerPool<String, String> pool = pool(1).start()) {
      ProcessHandle first = process(pool);
      first.destroyForcibly();
      Background.until(() -> children().stream().noneMatch(first::equals));
      Background.until(() -> !children().isEmpty()); // without a job
      assertThat(process(pool).pid()).isNotEqualTo(first.pid());
    }
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  @Test
  void workerIsGivenUpWhenItsProcessDiesTooOften() throws Exception {
    try (WorkerPool<String, String> pool =
        TestWorker.processes()
            .restartLimit(1, 1, MINUTES)
            .pool(1)
            .threads(QUIET)
            .crashLimit(1)
            .start()) {
      JobFuture<String> crashes = pool.submit("exit 1"); // twice, which is once too often
      List<JobFuture<String>> others = new ArrayList<>();
      try {
        for (int i = 0; i < 10; i++) {
          others.add(pool.submit("echo " + i));
        }
      } catch (ClosedException e) {
        // It was fast: a pool without workers accepts nothing.
      }
      assertThat(failureOf(crashes).getCause()).isInstanceOf(WorkerLostError.class);
      for (JobFuture<String> other : others) {
        CompletionException failure = catchThrowableOfType(CompletionException.class, other::join);
        assertThat(failure.getCause())
            .hasMessage("the pool has no worker left")
            .hasRootCauseMessage(
                "the worker is given up: its process has ended, and was replaced 1 times within"
                    + " 60000 ms, expected fewer: see WorkerProcesses.restartLimit");
      }
      assertThat(pool.awaitTermination(30, SECONDS)).as("the pool breaks").isTrue();
    }
  }

  @Test
  void otherWorkersDoTheJobsOfOneThatIsGivenUp() throws Exception {
    try (WorkerPool<String, String> pool =
        TestWorker.processes().restartLimit(0, 1, MINUTES).pool(2).threads(QUIET).start()) {
      assertThat(failureOf(pool.submit("exit 1"))).isNotNull();
      for (int i = 0; i < 100; i++) {
        assertThat(pool.submit("echo " + i).get(30, SECONDS)).isEqualTo("" + i);
      }
      Background.until(() -> pool.workers() == 1);
    }
  }

  @Test
  void failedStartsCountAndTheirReasonIsTold() throws Exception {
    Path broken = folder.file("broken");
    WorkerCommand silent =
        TestWorker.command()
            .withArguments(broken.toString())
            .withOutput(ProcessBuilder.Redirect.DISCARD, ProcessBuilder.Redirect.DISCARD);
    var processes =
        WorkerProcesses.of(RecordCodec.utf8(), RecordCodec.utf8(), silent)
            .restartLimit(2, 1, MINUTES)
            .restartBackoff(1, 1, MILLISECONDS);
    try (WorkerPool<String, String> pool = processes.pool(1).threads(QUIET).start()) {
      Files.createFile(broken);
      assertThat(failureOf(pool.submit("exit 1"))).isNotNull();
      assertThat(pool.awaitTermination(30, SECONDS)).as("the pool breaks").isTrue();
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> processes.pool(2).start())
        .withMessageContaining("has failed: java.lang.IllegalStateException: no start today")
        .withMessageContaining("expected it to be ready for jobs: WorkerCommand[");
    Background.until(() -> children().isEmpty());
  }

  @Test
  void processIsKilledWhoseJobGoesOnAfterItsCancel() throws Exception {
    try (WorkerPool<String, String> pool =
        TestWorker.processes()
            .killAfterCancel(50, MILLISECONDS)
            .restartLimit(0, 1, MINUTES) // does not count
            .pool(1)
            .threads(QUIET)
            .start()) {
      ProcessHandle first = process(pool);
      Path file = folder.file("hangs");
      JobFuture<String> hangs = pool.submit("hang " + file);
      Background.until(() -> Files.exists(file));
      hangs.cancel(true);
      assertThat(process(pool).pid()).isNotEqualTo(first.pid());
      assertThat(first.isAlive()).isFalse();
      assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
      assertThat(pool.statistics().cancelled()).isEqualTo(1);
    }
  }
}
