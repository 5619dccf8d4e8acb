package dev.rouse.pool.process;

import dev.rouse.codec.RecordCodec;
import dev.rouse.pool.Job;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * The program of the worker processes of these tests. A job is a verb and an operand: what the
 * process does with it.
 */
final class TestWorker {
  private static final RecordCodec<String> TEXT = RecordCodec.utf8();

  /** Reads jobs, but one. */
  private static final RecordCodec<String> JOBS =
      new RecordCodec<>() {
        @Override
        public int byteSize(String job) {
          return TEXT.byteSize(job);
        }

        @Override
        public int encode(String job, MemorySegment target, long offset) {
          return TEXT.encode(job, target, offset);
        }

        @Override
        public String decode(MemorySegment source, long offset, int length) {
          String job = TEXT.decode(source, offset, length);
          if (job.equals("unreadable")) {
            throw new StackOverflowError(job);
          }
          return job;
        }
      };

  private TestWorker() {}

  /** Returns small worker processes. The arguments go to the program. */
  static WorkerProcesses<String, String> processes(String... arguments) {
    return WorkerProcesses.of(TEXT, TEXT, command().withArguments(arguments));
  }

  /** Returns the command of a JVM that starts fast, and runs not for long. */
  static WorkerCommand command() {
    return WorkerCommand.java(TestWorker.class)
        .withJvmOptions("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  /** The argument is a file: while it exists, the process cannot start. */
  public static void main(String[] args) throws IOException {
    WorkerProcess.run(
        args,
        JOBS,
        TEXT,
        () -> {
          if (args.length > 1 && Files.exists(Path.of(args[0]))) {
            throw new IllegalStateException("no start today");
          }
          return TestWorker::handle;
        });
  }

  private static String handle(String job, Job context) throws Exception {
    String[] words = job.split(" ", 2);
    String operand = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "echo" -> operand;
      case "pid" -> "" + ProcessHandle.current().pid();
      case "who" -> context.number() + " " + context.worker();
      case "throw" -> throw new IOException(operand, new IllegalStateException("the cause"));
      case "error" -> throw new OutOfMemoryError(operand);
      case "exit" -> {
        Runtime.getRuntime().halt(Integer.parseInt(operand));
        yield "";
      }
      case "exit-once" -> { // the operand is a file that says so
        if (Files.notExists(Path.of(operand))) {
          Files.createFile(Path.of(operand));
          Runtime.getRuntime().halt(9);
        }
        yield "done";
      }
      case "report" -> {
        Arrays.stream(operand.split(" ")).forEach(context::report);
        yield "done";
      }
      case "repeat" -> "x".repeat(Integer.parseInt(operand));
      case "sleep" -> { // until it is interrupted; the operand is a file that says that it runs
        Files.createFile(Path.of(operand));
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Files.writeString(Path.of(operand), "interrupted, cancelled: " + context.isCancelled());
        }
        yield "";
      }
      case "poll" -> { // until it is cancelled; as above
        Files.createFile(Path.of(operand));
        while (!context.isCancelled()) {
          Thread.onSpinWait();
        }
        Files.writeString(Path.of(operand), "cancelled");
        yield "";
      }
      case "hang" -> { // for ever; as above
        Files.createFile(Path.of(operand));
        while (true) {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            // It does not want to end.
          }
        }
      }
      case "speechless" -> throw new Speechless();
      case "thread" -> { // leaves a thread that keeps the process alive
        Thread.ofPlatform().start(() -> await(new CountDownLatch(1)));
        yield "done";
      }
      default -> throw new IllegalArgumentException(job);
    };
  }

  /** An error that takes for ever to be printed to the standard error. */
  private static final class Speechless extends Error {
    @java.io.Serial private static final long serialVersionUID = 1L;

    @Override
    public void printStackTrace() {
      TestWorker.await(new CountDownLatch(1));
    }
  }

  private static void await(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
