package dev.rouse.pool.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.codec.RecordCodec;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import dev.rouse.testing.Background;
import dev.rouse.testing.OtherJvm;
import dev.rouse.testing.SharedFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How worker processes begin and end: with their pool, and with its process. */
@Tag("own-jvm")
class ProcessLifetimeTest {
  private static final RecordCodec<String> TEXT = RecordCodec.utf8();

  private SharedFolder folder;

  @BeforeEach
  void createFolder() throws IOException {
    folder = new SharedFolder();
  }

  @AfterEach
  void deleteFolder() throws IOException {
    folder.close();
  }

  private static ProcessHandle process(JobFuture<String> pid) {
    return ProcessHandle.of(Long.parseLong(pid.join())).orElseThrow();
  }

  @Test
  void closeWaitsForTheLastJobsAndForTheEndOfTheProcesses() throws Exception {
    List<JobFuture<String>> jobs = new ArrayList<>();
    List<ProcessHandle> processes;
    try (WorkerPool<String, String> pool = TestWorker.processes().pool(2).start()) {
      processes = pool.broadcast("pid").stream().map(ProcessLifetimeTest::process).toList();
      for (int i = 0; i < 500; i++) {
        jobs.add(pool.submit("echo " + i));
      }
    }
    for (int i = 0; i < jobs.size(); i++) {
      assertThat(jobs.get(i).resultNow()).isEqualTo("" + i);
    }
    assertThat(processes).hasSize(2).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void stoppingThePoolInterruptsItsProcesses() throws Exception {
    Path file = folder.file("stopped");
    WorkerPool<String, String> pool = TestWorker.processes().pool(1).start();
    JobFuture<String> sleeps = pool.submit("sleep " + file);
    Background.until(() -> Files.exists(file));
    JobFuture<String> waits = pool.submit("echo 1");
    assertThat(pool.shutdownNow().jobs()).containsExactly("echo 1");
    assertThat(pool.awaitTermination(30, SECONDS)).isTrue();
    assertThat(waits).isCancelled();
    assertThat(sleeps).isDone();
    assertThat(file).hasContent("interrupted, cancelled: true");
  }

  @Test
  void processThatDoesNotEndIsKilled() throws Exception {
    ProcessHandle process;
    try (WorkerPool<String, String> pool =
        TestWorker.processes().stopTime(100, MILLISECONDS).pool(1).start()) {
      process = process(pool.submit("pid"));
      assertThat(pool.submit("thread").join()).isEqualTo("done");
    }
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void interruptDoesNotEndTheWaitForTheEndOfAProcess() throws Exception {
    var settings =
        new ProcessSettings<>(
            TEXT,
            TEXT,
            WorkerCommand.of(List.of("/bin/sh", "-c", "exec sleep 0.3")),
            4,
            4,
            null,
            1,
            SECONDS.toNanos(10),
            1,
            1,
            1,
            0,
            0);
    var process = RemoteWorker.start(settings);
    try {
      Thread.currentThread().interrupt();
      assertThat(process.hasEnded(SECONDS.toNanos(30))).isTrue();
      assertThat(Thread.interrupted()).as("is kept").isTrue();
    } finally {
      process.abandon();
    }
  }

  @Test
  void processesEndWithTheProcessOfTheirPool() throws Exception {
    Process supervisor =
        OtherJvm.builder(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"),
                Supervisor.class,
                folder.path())
            .start();
    List<ProcessHandle> workers;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(supervisor.getInputStream(), StandardCharsets.UTF_8))) {
      workers =
          Arrays.stream(lines.readLine().split(" "))
              .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
              .toList();
      assertThat(workers).hasSize(2).allMatch(ProcessHandle::isAlive);
      Background.until(() -> Files.exists(folder.file("hangs"))); // one is busy, one is idle
    } finally {
      supervisor.destroyForcibly();
    }
    for (ProcessHandle worker : workers) {
      worker.onExit().get(20, SECONDS);
    }
  }

  /** A program with a pool, which the test kills. */
  static final class Supervisor {
    public static void main(String[] args) throws Exception {
      WorkerPool<String, String> pool = TestWorker.processes().pool(2).start();
      List<String> pids = pool.broadcast("pid").stream().map(JobFuture::join).toList();
      System.out.println(String.join(" ", pids));
      pool.submit("hang " + Path.of(args[0]).resolve("hangs")).join();
    }
  }

  /** Through a script, and without native access in the process. */
  @Test
  void commandCanBeAnyProgram() throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\"", "worker"));
    command.addAll(
        OtherJvm.builder(
                List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx64m",
                    "--illegal-native-access=deny"),
                TestWorker.class)
            .command());
    ProcessHandle process;
    try (WorkerPool<String, String> pool =
        WorkerProcesses.of(TEXT, TEXT, WorkerCommand.of(command)).pool(1).start()) {
      process = process(pool.submit("pid"));
      for (int i = 0; i < 100; i++) {
        assertThat(pool.submit("echo " + i).join()).isEqualTo("" + i);
      }
    }
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void startFailsIfTheProgramIsNoWorker() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                WorkerProcesses.of(TEXT, TEXT, WorkerCommand.of(List.of("/bin/true")))
                    .pool(2)
                    .start())
        .withMessageContaining("has ended with status 0, expected it to be ready for jobs");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                WorkerProcesses.of(TEXT, TEXT, WorkerCommand.of(List.of("/no/such/program")))
                    .pool(1)
                    .start())
        .withMessageContaining("could not be started: WorkerCommand[/no/such/program]");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                WorkerProcesses.of(
                        TEXT, TEXT, WorkerCommand.of(List.of("/bin/sh", "-c", "exec sleep 60")))
                    .startTime(50, MILLISECONDS)
                    .pool(1)
                    .start())
        .withMessageContaining("is not ready after 50 ms");
  }

  @Test
  void programThatNoPoolHasStartedIsRefused() {
    assertThat(WorkerProcess.isRequested(new String[] {"a"})).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                WorkerProcess.<String, String>run(
                    new String[] {"a"}, TEXT, TEXT, () -> (job, context) -> job))
        .withMessageStartingWith("args: \"a\", expected the last one to begin with");
  }

  @Test
  void commandThatCannotWorkIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerCommand.of(List.of()))
        .withMessage("command: it is empty, expected a program");
    assertThatIllegalStateException()
        .isThrownBy(() -> WorkerCommand.of(List.of("true")).withJvmOptions("-Xmx1m"))
        .withMessage("options of a JVM for [true]: expected WorkerCommand.java");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TestWorker.command()
                    .withOutput(ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.DISCARD))
        .withMessage("standard: PIPE, expected a file, INHERIT or DISCARD");
  }
}
