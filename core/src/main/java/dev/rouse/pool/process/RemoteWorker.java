package dev.rouse.pool.process;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongSender;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.memory.Region;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker process, as the process of its pool sees it. The channels are used by one thread at a
 * time, which the caller ensures; any thread may {@link #kill} it.
 *
 * <p>The system says when the process has ended. The channel of replies is then closed, which wakes
 * whoever waits for one. What the process had sent before that is still received.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
final class RemoteWorker<J, R> {
  private final ProcessSettings<J, R> settings;
  private final Path file;
  private final Region region;
  private final Sender jobs;
  private final Receiver replies;
  private final LongSender control;
  private final Process process;
  private final RecordCodec<Frame<J>> jobCodec;
  private final Answer<R> answer;
  private long exchanges;
  private String sentName = "";
  private volatile boolean killed;

  private RemoteWorker(ProcessSettings<J, R> settings, Path file, Region region)
      throws IOException {
    this.settings = settings;
    this.file = file;
    this.region = region;
    // Before the process is started: it finds this one at the other ends, or learns that it died.
    this.jobs = Channel.attachSender(region, Protocol.JOBS);
    this.replies = Channel.attachReceiver(region, Protocol.REPLIES);
    this.control = LongChannel.attachSender(region, Protocol.CONTROL, WaitPolicy.parkOnly());
    this.jobCodec = Frame.codec(settings.jobs());
    this.answer = new Answer<>(settings.replies());
    jobs.trySend(
        Protocol.SETTINGS,
        new Protocol.Settings(Protocol.VERSION, settings.maxReplyBytes()),
        Protocol.Settings.CODEC);
    this.process = settings.command().start(file);
  }

  /**
   * Starts a process, and does not wait until it is ready.
   *
   * @throws IOException if the file cannot be created or the command not be run
   */
  static <J, R> RemoteWorker<J, R> start(ProcessSettings<J, R> settings) throws IOException {
    Path file = WorkerFile.create(settings.folder());
    Region region = null;
    RemoteWorker<J, R> worker = null;
    boolean started = false;
    try {
      region = Region.create(file, settings.parts());
      worker = new RemoteWorker<>(settings, file, region);
      worker.onExit(worker::ended);
      started = true;
      return worker;
    } finally {
      if (!started) {
        if (worker != null) { // no memory
          worker.kill();
        }
        if (region != null) {
          region.close();
        }
        WorkerFile.delete(file);
      }
    }
  }

  private void ended() {
    try {
      replies.close();
    } catch (IllegalStateException e) {
      // The region was closed: nobody waits any more.
    }
  }

  /**
   * Waits until the process can do jobs.
   *
   * @throws IllegalStateException if it ends instead, or takes too long; it is gone then
   * @throws InterruptedException if the thread is interrupted; the process is gone then
   */
  void awaitReady() throws InterruptedException {
    boolean ready = false;
    try {
      int count = replies.receive(answer, 1, settings.startNanos(), TimeUnit.NANOSECONDS);
      if (count == 1 && answer.type() == Protocol.CRASH) {
        Thrown thrown = answer.thrown();
        throw notReady("has failed: " + thrown.summary(), new RemoteTrace(pid(), thrown));
      }
      if (count == 0) {
        throw notReady(
            "is not ready after %d ms: see WorkerProcesses.startTime"
                .formatted(TimeUnit.NANOSECONDS.toMillis(settings.startNanos())),
            null);
      }
      if (count < 0) {
        throw notReady("has ended with " + status(), null);
      }
      if (answer.type() != Protocol.READY || answer.version() != Protocol.VERSION) {
        throw notReady("has another version of Rouse than this one", null);
      }
      ready = true;
    } catch (IllegalArgumentException e) {
      throw notReady("has sent what is no answer", e);
    } finally {
      if (ready) {
        WorkerFile.delete(file);
      } else {
        abandon();
      }
    }
  }

  private IllegalStateException notReady(String how, @Nullable Throwable cause) {
    return new IllegalStateException(
        "worker process %d %s, expected it to be ready for jobs: %s"
            .formatted(pid(), how, settings.command()),
        cause);
  }

  long pid() {
    return process.pid();
  }

  /** Tells whether the process can get a job. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Has an action run when the process has ended; at once if it has. */
  void onExit(Runnable action) {
    var _ = process.onExit().thenRun(action);
  }

  /**
   * Sends a job.
   *
   * @param name the name of the worker
   * @return the number of the exchange, or 0 if the channel has no space, which it always has
   *     unless the process has written to its memory what it should not
   */
  long send(J job, long number, String name) {
    if (!name.equals(sentName)) {
      String shortName = name.substring(0, Math.min(name.length(), 200));
      if (!jobs.trySend(Protocol.NAME, shortName, RecordCodec.utf8())) {
        return 0;
      }
      sentName = name;
    }
    exchanges++;
    return jobs.trySend(Protocol.JOB, new Frame<>(exchanges, number, job), jobCodec)
        ? exchanges
        : 0;
  }

  /**
   * Waits for the next record of the process.
   *
   * @return what it is; or null if there was none in that time
   * @throws EndedException if the process has ended, and there is nothing more
   * @throws InterruptedException if the thread is interrupted
   */
  @Nullable Answer<R> receive(long nanos) throws InterruptedException, EndedException {
    int count = replies.receive(answer, 1, nanos, TimeUnit.NANOSECONDS);
    if (count == Receiver.END_OF_STREAM) {
      throw new EndedException();
    }
    return count == 0 ? null : answer;
  }

  /** Says something about an exchange. Returns false if there is no space for it now. */
  boolean tell(int what, long number) {
    return control.trySend(Protocol.control(what, number));
  }

  /** Kills the process with all that it has started, without waiting for that. */
  void kill() {
    killed = true;
    try {
      if (process.isAlive()) { // or others may be found that have its number now
        process.descendants().forEach(ProcessHandle::destroyForcibly);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Tells whether {@link #kill} was called: it may still be alive for a moment. */
  boolean wasKilled() {
    return killed;
  }

  /** Kills the process, waits until it is gone, and releases everything. */
  void abandon() {
    try {
      kill();
      var _ = hasEnded(settings.stopNanos());
    } finally {
      release();
    }
  }

  /** Has the process end, kills it if that takes too long, and releases everything. */
  void stop() {
    boolean ended = false;
    try {
      tell(Protocol.STOP, TimeUnit.NANOSECONDS.toMillis(settings.stopNanos()));
      control.close();
      jobs.close();
      ended = hasEnded(settings.stopNanos());
    } catch (IllegalStateException e) {
      // It has damaged its channel: there is no other way to tell it.
    } finally {
      if (ended) {
        release();
      } else {
        abandon();
      }
    }
  }

  /**
   * Waits for the end of the process. An interrupt does not end the wait, which would have a
   * process killed that does end; the thread keeps it.
   *
   * @return false if the process lives
   */
  boolean hasEnded(long nanos) {
    long begun = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(nanos - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void release() {
    try {
      // If the process lives although it was killed, or is another one than that: it ends by this.
      control.close();
      jobs.close();
    } finally {
      region.close();
      WorkerFile.delete(file);
    }
  }

  /** Returns how the process has ended, for messages. */
  String status() {
    if (!hasEnded(settings.stopNanos())) {
      return "no status yet";
    }
    int status = process.exitValue();
    return status > 128
        ? "status %d (signal %d)".formatted(status, status - 128)
        : "status " + status;
  }

  /** The process has ended. */
  static final class EndedException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;
  }
}
