package dev.rouse.pool.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.codec.RecordCodec;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import dev.rouse.testing.Background;
import dev.rouse.testing.OtherJvm;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Worker processes that fail in places where one does not expect it. It starts many JVMs. */
@Tag("own-jvm")
class ProcessFaultTest {
  private static final RecordCodec<String> TEXT = RecordCodec.utf8();

  /** Threads whose deaths are part of the test, so that nothing is printed. */
  private static final ThreadFactory QUIET =
      Thread.ofPlatform().name("worker-", 1).uncaughtExceptionHandler((thread, e) -> {}).factory();

  private SharedFolder folder;

  /** While it is there, processes do not become ready. */
  private Path hangs;

  /** While it is there, processes end at once. */
  private Path fails;

  @BeforeEach
  void createFolder() throws IOException {
    folder = new SharedFolder();
    hangs = folder.file("hangs");
    fails = folder.file("fails");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  /** Processes that hang or fail when they start, while there is a file that says so. */
  private WorkerProcesses<String, String> processes() {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "if [ -e '%s' ]; then exec sleep 60; fi; if [ -e '%s' ]; then exit 1; fi; exec \"$@\""
                    .formatted(hangs, fails),
                "worker"));
    command.addAll(
        OtherJvm.builder(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"), TestWorker.class)
            .command());
    return WorkerProcesses.of(TEXT, TEXT, WorkerCommand.of(command));
  }

  private static ProcessHandle process(WorkerPool<String, String> pool) throws Exception {
    return ProcessHandle.of(Long.parseLong(pool.submit("pid").join())).orElseThrow();
  }

  private static boolean hasOtherChildThan(ProcessHandle process) {
    return ProcessHandle.current()
        .children()
        .anyMatch(child -> child.isAlive() && !child.equals(process));
  }

  @Test
  void startThatHangsEndsWithThePool() throws Exception {
    WorkerPool<String, String> pool = processes().pool(1).threads(QUIET).start();
    ProcessHandle first = process(pool);
    Files.createFile(hangs);
    assertThatThrownBy(pool.submit("exit 1")::join).hasCauseInstanceOf(Exception.class);
    Background.until(() -> hasOtherChildThan(first));
    pool.shutdown(); // no job is left
    assertThat(pool.awaitTermination(15, SECONDS)).isTrue();
    assertThat(hasOtherChildThan(first)).isFalse();
  }

  @Test
  void startThatHangsEndsWhenThePoolIsStopped() throws Exception {
    WorkerPool<String, String> pool = processes().pool(1).threads(QUIET).start();
    ProcessHandle first = process(pool);
    Files.createFile(hangs);
    first.destroyForcibly(); // without a job
    Background.until(() -> hasOtherChildThan(first));
    JobFuture<String> job = pool.submit("echo 1");
    JobFuture<String> waits = pool.submit("echo 2");
    Background.until(ProcessFaultTest::isAJobWaitingForItsProcess);
    assertThat(pool.shutdownNow().jobs()).contains("echo 2");
    assertThat(pool.awaitTermination(15, SECONDS)).isTrue();
    assertThat(job).isCompletedExceptionally();
    assertThat(waits).isCancelled();
    assertThat(hasOtherChildThan(first)).isFalse();
  }

  private static boolean isAJobWaitingForItsProcess() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(
            frame ->
                frame.getClassName().equals(ProcessHandler.class.getName())
                    && frame.getMethodName().equals("begin"));
  }

  @Test
  void workerWhoseIdleProcessCouldNotBeReplacedTriesAgainForAJob() throws Exception {
    var told = new CompletableFuture<Throwable>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> told.complete(e));
    try (WorkerPool<String, String> pool =
        processes().restartLimit(1, 1, MILLISECONDS).pool(1).threads(QUIET).start()) {
      ProcessHandle first = process(pool);
      Files.createFile(fails);
      first.destroyForcibly();
      assertThat(told.get(30, SECONDS)).hasMessageStartingWith("the worker is given up: 2 starts");
      Files.delete(fails);
      assertThat(pool.submit("echo 1").join()).isEqualTo("1");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void errorOutsideTheHandlerEndsItsProcessWhateverThreadsItHas() throws Exception {
    try (WorkerPool<String, String> pool =
        TestWorker.processes().stopTime(1, SECONDS).pool(1).threads(QUIET).start()) {
      assertThat(pool.submit("thread").join()).isEqualTo("done");
      assertThatThrownBy(() -> pool.submit("unreadable").get(30, SECONDS))
          .hasStackTraceContaining("status 1 after java.lang.StackOverflowError: unreadable");
      assertThat(pool.submit("echo 1").join()).isEqualTo("1");
    }
  }

  @Test
  void errorThatCannotBePrintedEndsItsProcess() throws Exception {
    try (WorkerPool<String, String> pool = TestWorker.processes().pool(1).threads(QUIET).start()) {
      assertThatThrownBy(() -> pool.submit("speechless").get(30, SECONDS))
          .hasStackTraceContaining("has ended with status 1 after");
      assertThat(pool.submit("echo 1").join()).isEqualTo("1");
    }
  }

  @Test
  void errorsOfTasksCountAsRestarts() throws Exception {
    try (WorkerPool<String, String> pool =
        TestWorker.processes().restartLimit(1, 1, MINUTES).pool(1).threads(QUIET).start()) {
      pool.executor()
          .execute(
              () -> {
                throw new StackOverflowError();
              });
      assertThat(pool.submit("echo 1").join()).isEqualTo("1");
      pool.executor()
          .execute(
              () -> {
                throw new StackOverflowError();
              });
      assertThat(pool.awaitTermination(30, SECONDS)).as("the pool breaks").isTrue();
    }
  }
}
