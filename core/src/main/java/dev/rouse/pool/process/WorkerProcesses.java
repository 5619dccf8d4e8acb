package dev.rouse.pool.process;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.pool.WorkerPool;
import dev.rouse.pool.WorkerPoolBuilder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@linkplain WorkerPool worker pools} whose jobs are done in processes of their own, one for
 * each worker. A handler that crashes its process, leaks or takes all memory harms no other, and a
 * process can be killed.
 *
 * {@snippet class="dev.rouse.samples.Sample19WorkerProcesses" region="pool"}
 *
 * <p>The pool is used, and closed, as any other. Each of its threads passes its jobs to its process
 * and waits for the replies, in a mapped file. Jobs and replies are written by codecs straight into
 * shared memory. Tasks of {@link WorkerPool#executor} run in this process.
 *
 * <p><b>A process that dies</b> is noticed at once and replaced. The job that it was doing fails
 * with a {@link WorkerLostError}, unless {@link WorkerPoolBuilder#crashLimit} lets it be tried
 * again: then it may be done twice, and must be safe for that. No other job is affected. By default
 * the crash limit is 0, so each job is done at most once. A process that dies without a job is
 * replaced, too. A worker that was replaced too often within some time is given up, and others do
 * its jobs, or all fail if it was the last one: see {@link #restartLimit}.
 *
 * <p><b>An exception</b> of a handler comes back as a {@link HandlerException}. An {@link Error}
 * ends the process.
 *
 * <p><b>Cancel:</b> {@code Job.isCancelled} in the process tells within milliseconds that the
 * future was cancelled with an interrupt, that the time limit is over, or that the pool is being
 * stopped, and the thread that runs the job is interrupted there. If the future was completed in
 * another way, it takes up to 0.1 seconds, and there is no interrupt. Reports ({@code Job.report})
 * arrive as text.
 *
 * <p><b>The end:</b> the processes end when the pool ends, after their last jobs. They also end if
 * this process dies in any way, which they learn within 750 milliseconds; shutdown hooks have a
 * second then.
 *
 * <p>The methods that set something return this object. It is for one thread, and can make any
 * number of pools.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class WorkerProcesses<J, R> {
  private static final int DEFAULT_RECORD_BYTES = 1 << 16;

  /**
   * Without what goes with each job, what the largest channel holds twice. As a record does not
   * wrap, a third one of 2<sup>30</sup> bytes is needed for that, up to 8 bytes.
   */
  private static final int MOST_RECORD_BYTES = ((1 << 30) + 8) / 3 - 8 - Frame.HEADER;

  private final RecordCodec<J> jobs;
  private final RecordCodec<R> replies;
  private final WorkerCommand command;
  private int maxJobBytes;
  private int maxReplyBytes;
  private @Nullable Path folder;
  private long startNanos = TimeUnit.SECONDS.toNanos(30);
  private long stopNanos = TimeUnit.SECONDS.toNanos(10);
  private long killNanos = Deadline.FOREVER;
  private int restartLimit = 5;
  private long windowNanos = TimeUnit.MINUTES.toNanos(1);
  private long firstDelayNanos = TimeUnit.MILLISECONDS.toNanos(100);
  private long longestDelayNanos = TimeUnit.SECONDS.toNanos(10);

  private WorkerProcesses(RecordCodec<J> jobs, RecordCodec<R> replies, WorkerCommand command) {
    this.jobs = jobs;
    this.replies = replies;
    this.command = command;
    this.maxJobBytes = jobs.fixedByteSize().orElse(DEFAULT_RECORD_BYTES);
    this.maxReplyBytes = replies.fixedByteSize().orElse(DEFAULT_RECORD_BYTES);
  }

  /**
   * Says what the processes do.
   *
   * @param jobs writes the jobs; the processes must read them with an equal one
   * @param replies reads the replies; the processes must write them with an equal one
   * @param command starts a process, which calls {@link WorkerProcess#run}
   * @param <J> the type of the jobs
   * @param <R> the type of the replies
   * @return what makes pools of such processes
   */
  public static <J, R> WorkerProcesses<J, R> of(
      RecordCodec<J> jobs, RecordCodec<R> replies, WorkerCommand command) {
    return new WorkerProcesses<>(
        Objects.requireNonNull(jobs, "jobs"),
        Objects.requireNonNull(replies, "replies"),
        Objects.requireNonNull(command, "command"));
  }

  /**
   * Sets the size of the largest job. A larger one fails. By default the size of the codec's
   * values, or 65,536 bytes if their sizes differ. Each process takes some more than twice that in
   * shared memory.
   *
   * @param bytes the size in bytes, 0 to 357,913,920
   * @return this object
   * @throws IllegalArgumentException if {@code bytes} is out of range
   */
  public WorkerProcesses<J, R> maxJobBytes(int bytes) {
    maxJobBytes = requireBytes(bytes);
    return this;
  }

  /**
   * Sets the size of the largest reply. A job with a larger one fails. By default the size of the
   * codec's values, or 65,536 bytes if their sizes differ. Each process takes some more than twice
   * that in shared memory.
   *
   * @param bytes the size in bytes, 0 to 357,913,920
   * @return this object
   * @throws IllegalArgumentException if {@code bytes} is out of range
   */
  public WorkerProcesses<J, R> maxReplyBytes(int bytes) {
    maxReplyBytes = requireBytes(bytes);
    return this;
  }

  private static int requireBytes(int bytes) {
    if (bytes < 0 || bytes > MOST_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "bytes: %d, expected 0 to %d".formatted(bytes, MOST_RECORD_BYTES));
    }
    return bytes;
  }

  /**
   * Sets where the files are through which the processes share memory. Each gets a new folder there
   * that only this user can enter, and that is deleted as soon as the process is ready. By default
   * {@code /dev/shm}, where files are in memory, or if there is no such folder, the one for
   * temporary files.
   *
   * @param path a folder, which must exist
   * @return this object
   */
  public WorkerProcesses<J, R> folder(Path path) {
    folder = Objects.requireNonNull(path, "path");
    return this;
  }

  /**
   * Sets how long a process may take until it is ready for jobs. Then it is killed, and its start
   * has failed. By default 30 seconds.
   *
   * @param time the longest time, at least 1
   * @param unit the unit of {@code time}
   * @return this object
   * @throws IllegalArgumentException if {@code time} is not positive
   */
  public WorkerProcesses<J, R> startTime(long time, TimeUnit unit) {
    startNanos = positive("time", time, unit);
    return this;
  }

  /**
   * Sets how long a process may take to end after its last job. Then it is killed. The pool has
   * ended only when its processes have. By default 10 seconds.
   *
   * @param time the longest time, at least 1
   * @param unit the unit of {@code time}
   * @return this object
   * @throws IllegalArgumentException if {@code time} is not positive
   */
  public WorkerProcesses<J, R> stopTime(long time, TimeUnit unit) {
    stopNanos = positive("time", time, unit);
    return this;
  }

  /**
   * Has processes killed whose handler does not return after a cancel. The time counts, to about
   * 0.1 seconds, from when the handler was asked to stop: the job's future was cancelled or
   * completed by somebody else, its time limit is over, or the pool is being stopped. The process
   * is then killed, with all processes that it has started, and replaced; that does not count for
   * the {@link #restartLimit}. By default such a job goes on as long as it likes, and keeps its
   * worker. Jobs of a {@link dev.rouse.pool.Submitter} are only asked to stop when the pool is.
   *
   * @param time how long the handler may go on, 0 or more
   * @param unit the unit of {@code time}
   * @return this object
   * @throws IllegalArgumentException if {@code time} is negative
   */
  public WorkerProcesses<J, R> killAfterCancel(long time, TimeUnit unit) {
    if (time < 0) {
      throw new IllegalArgumentException("time: " + time + ", expected 0 or more");
    }
    killNanos = Deadline.nanos(time, unit);
    return this;
  }

  /**
   * Sets how often a worker whose process dies gets another one. A start that fails counts, too. By
   * default 5 times within a minute. When there were so many within the time, or more starts than
   * that have failed in a row, the worker is given up, as one that cannot be started: see {@link
   * WorkerPoolBuilder#workers(int, int)}. If it was the last one, all jobs that are left fail, and
   * the pool accepts no more.
   *
   * @param times how often, 0 or more
   * @param within the time in which they are counted, at least 1
   * @param unit the unit of {@code within}
   * @return this object
   * @throws IllegalArgumentException if {@code times} is negative, or {@code within} is not
   *     positive
   */
  public WorkerProcesses<J, R> restartLimit(int times, long within, TimeUnit unit) {
    if (times < 0) {
      throw new IllegalArgumentException("times: " + times + ", expected 0 or more");
    }
    restartLimit = times;
    windowNanos = positive("within", within, unit);
    return this;
  }

  /**
   * Sets the pauses before a process is replaced. There is none before the first replacement of a
   * worker within the time of the {@link #restartLimit}; then they double, from the first to the
   * longest. Other workers go on meanwhile; the job that is tried again waits with its worker. By
   * default from 100 milliseconds to 10 seconds.
   *
   * @param first the pause before the second replacement, 0 or more
   * @param longest the longest pause, at least {@code first}
   * @param unit the unit of both
   * @return this object
   * @throws IllegalArgumentException if {@code first} is negative, or {@code longest} is less than
   *     {@code first}
   */
  public WorkerProcesses<J, R> restartBackoff(long first, long longest, TimeUnit unit) {
    if (first < 0) {
      throw new IllegalArgumentException("first: " + first + ", expected 0 or more");
    }
    if (longest < first) {
      throw new IllegalArgumentException(
          "longest: " + longest + ", expected at least the first pause, " + first);
    }
    firstDelayNanos = Deadline.nanos(first, unit);
    longestDelayNanos = Deadline.nanos(longest, unit);
    return this;
  }

  private static long positive(String name, long time, TimeUnit unit) {
    if (time < 1) {
      throw new IllegalArgumentException(name + ": " + time + ", expected at least 1");
    }
    return Deadline.nanos(time, unit);
  }

  /**
   * Returns a builder of a pool of such processes, with the settings made so far. Its {@link
   * WorkerPoolBuilder#start} starts the processes, side by side, and waits until they are ready; it
   * throws {@link IllegalStateException} if one of them does not become ready. The pool ends when
   * it is closed, and its processes with it.
   *
   * @param workers how many processes there are. For a number that changes with the load, give the
   *     smallest here and set both by {@link WorkerPoolBuilder#workers(int, int)}
   * @return a builder of a pool, for everything else that a pool can be told
   * @throws IllegalArgumentException if {@code workers} is not positive
   */
  public WorkerPoolBuilder<J, R> pool(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers + ", expected at least 1");
    }
    var settings =
        new ProcessSettings<>(
            jobs,
            replies,
            command,
            maxJobBytes,
            maxReplyBytes,
            folder,
            startNanos,
            stopNanos,
            killNanos,
            restartLimit,
            windowNanos,
            firstDelayNanos,
            longestDelayNanos);
    return WorkerPool.builder(jobs, replies, new ProcessHandlers<>(settings, workers))
        .maxJobBytes(maxJobBytes)
        .maxReplyBytes(maxReplyBytes)
        .workers(workers);
  }
}
