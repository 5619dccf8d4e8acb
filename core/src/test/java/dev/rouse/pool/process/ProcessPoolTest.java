package dev.rouse.pool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rouse.pool.JobException;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.JobOptions;
import dev.rouse.pool.JobTimeoutException;
import dev.rouse.pool.Submitter;
import dev.rouse.pool.WorkerPool;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pool of processes does what a pool of threads does. Its processes live through all tests. */
class ProcessPoolTest {
  private static final int LARGEST = 1_000;

  private static SharedFolder folder;
  private static WorkerPool<String, String> pool;

  @BeforeAll
  static void start() throws IOException {
    folder = new SharedFolder();
    pool =
        TestWorker.processes()
            .maxJobBytes(LARGEST)
            .maxReplyBytes(LARGEST)
            .pool(2)
            .name("process")
            .start();
  }

  @AfterAll
  static void end() throws IOException {
    pool.close();
    folder.close();
  }

  @Test
  void repliesComeBack() throws Exception {
    List<String> jobs = IntStream.range(0, 2_000).mapToObj(i -> "echo " + i).toList();
    assertThat(pool.invokeAll(jobs).stream().map(JobFuture::join))
        .containsExactlyElementsOf(jobs.stream().map(job -> job.substring(5)).toList());
  }

  @Test
  void eachWorkerIsAProcessOfItsOwn() throws Exception {
    List<String> pids = pool.broadcast("pid").stream().map(JobFuture::join).toList();
    assertThat(pids)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .doesNotContain("" + ProcessHandle.current().pid());
    assertThat(pool.broadcast("pid").stream().map(JobFuture::join).toList()).isEqualTo(pids);
  }

  @Test
  void jobKnowsItsNumberAndWorker() throws Exception {
    JobFuture<String> future = pool.submit("who");
    assertThat(future.join()).matches(future.number() + " process-[12]");
  }

  @Test
  void exceptionOfTheHandlerComesBackAndTheProcessGoesOn() throws Exception {
    List<String> before = pool.broadcast("pid").stream().map(JobFuture::join).toList();
    JobException failure = failureOf(pool.submit("throw no such file"));
    assertThat(failure).hasMessageContaining("java.io.IOException: no such file");
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            HandlerException.class,
            thrown -> {
              assertThat(thrown.thrownClass()).isEqualTo("java.io.IOException");
              assertThat(thrown.thrownMessage()).isEqualTo("no such file");
              assertThat(thrown.remoteTrace())
                  .contains("at dev.rouse", "TestWorker.handle(TestWorker.java:")
                  .contains("Caused by: java.lang.IllegalStateException: the cause");
              assertThat(thrown).hasStackTraceContaining("TestWorker.handle(TestWorker.java:");
            });
    assertThat(pool.broadcast("pid").stream().map(JobFuture::join).toList()).isEqualTo(before);
  }

  @Test
  void failedJobIsTriedAgain() throws Exception {
    JobOptions twice = JobOptions.defaults().withRetries(1).withBackoff(0, 0, TimeUnit.SECONDS);
    assertThat(failureOf(pool.submit("throw again", twice))).hasMessageContaining("retry 1");
  }

  @Test
  void reportsArriveInOrder() throws Exception {
    List<Object> reports = new ArrayList<>();
    JobFuture<String> future =
        pool.submit("report one two three", JobOptions.defaults().withProgress(reports::add));
    assertThat(future.join()).isEqualTo("done");
    assertThat(reports).containsExactly("one", "two", "three");
    assertThat(future.progress()).isEqualTo("three");
  }

  @Test
  void largestJobAndReplyFit() throws Exception {
    String largest = "x".repeat(LARGEST - 5);
    assertThat(pool.submit("echo " + largest).join()).isEqualTo(largest);
    assertThat(pool.submit("repeat " + LARGEST).join()).hasSize(LARGEST);
  }

  @Test
  void jobAndReplyThatAreTooLargeAreRefused() throws Exception {
    assertThat(failureOf(pool.submit("x".repeat(LARGEST + 1))).getCause())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("job: 1001 bytes, expected 0 to 1000: see WorkerProcesses.maxJobBytes");
    assertThat(failureOf(pool.submit("repeat " + (LARGEST + 1))).getCause())
        .hasMessage(
            "java.lang.IllegalArgumentException: reply: 1001 bytes, expected 0 to 1000: see"
                + " WorkerProcesses.maxReplyBytes");
  }

  @Test
  void submitterWorks() throws Exception {
    List<String> replies = new ArrayList<>();
    try (Submitter<String, String> submitter =
        pool.newSubmitter(16, completion -> replies.add(completion.reply()))) {
      for (int i = 0; i < 100; i++) {
        submitter.execute("echo " + i, 0);
      }
    }
    assertThat(replies)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 100).mapToObj(i -> "" + i).toList());
  }

  @Test
  void cancelInterruptsTheProcess() throws Exception {
    Path file = folder.file("cancelled");
    JobFuture<String> future = pool.submit("sleep " + file);
    Background.until(() -> Files.exists(file));
    assertThat(future.cancel(true)).isTrue();
    awaitContent(file, "interrupted, cancelled: true");
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancelWithoutAnInterruptReachesTheProcess() throws Exception {
    Path file = folder.file("polls");
    JobFuture<String> future = pool.submit("poll " + file);
    Background.until(() -> Files.exists(file));
    assertThat(future.cancel(false)).isTrue();
    awaitContent(file, "cancelled");
    assertThat(catchThrowableOfType(CancellationException.class, future::join)).isNotNull();
    assertThat(pool.submit("echo next").join()).isEqualTo("next");
  }

  @Test
  void timeLimitReachesTheProcess() throws Exception {
    Path file = folder.file("limited");
    JobFuture<String> future =
        pool.submit(
            "sleep " + file, JobOptions.defaults().withTimeLimit(10, TimeUnit.MILLISECONDS));
    assertThat(failureOf(future)).isInstanceOf(JobTimeoutException.class);
    awaitContent(file, "interrupted, cancelled: true");
  }

  @Test
  void filesAreGoneOnceAllProcessesAreReady() throws IOException {
    try (SharedFolder place = new SharedFolder();
        WorkerPool<String, String> other =
            TestWorker.processes().folder(place.path()).pool(1).start();
        var left = Files.list(place.path())) {
      assertThat(left).isEmpty();
      assertThat(other.workers()).isEqualTo(1);
    }
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    WorkerProcesses<String, String> processes = TestWorker.processes();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.pool(0))
        .withMessage("workers: 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.maxJobBytes(-1))
        .withMessage("bytes: -1, expected 0 to 357913920");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.maxReplyBytes(357_913_921))
        .withMessage("bytes: 357913921, expected 0 to 357913920");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.startTime(0, TimeUnit.SECONDS))
        .withMessage("time: 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.restartLimit(-1, 1, TimeUnit.SECONDS))
        .withMessage("times: -1, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.restartBackoff(2, 1, TimeUnit.SECONDS))
        .withMessage("longest: 1, expected at least the first pause, 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> processes.killAfterCancel(-1, TimeUnit.SECONDS))
        .withMessage("time: -1, expected 0 or more");
  }

  private static JobException failureOf(JobFuture<?> future) {
    CompletionException failure = catchThrowableOfType(CompletionException.class, future::join);
    return (JobException) Objects.requireNonNull(failure.getCause());
  }

  private static void awaitContent(Path file, String expected) {
    Background.until(
        () -> {
          try {
            return Files.exists(file) && Files.readString(file).equals(expected);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }
}
