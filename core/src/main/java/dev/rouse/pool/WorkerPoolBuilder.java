package dev.rouse.pool;

import dev.rouse.codec.RecordCodec;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a pool.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
public final class WorkerPoolBuilder<J, R> {
  private static final int DEFAULT_LIMIT = 1 << 16;

  private static final int DEFAULT_RECORD_BYTES = 1024;

  private final Function<@Nullable RecordFormat<J, R>, Handlers<J, R>> handlers;
  private final @Nullable RecordCodec<J> jobCodec;
  private final @Nullable RecordCodec<R> replyCodec;
  int workers = Runtime.getRuntime().availableProcessors();
  int fewestWorkers = workers;
  long idleNanos = TimeUnit.MINUTES.toNanos(1);
  int limit = DEFAULT_LIMIT;
  int queueLimit = Integer.MAX_VALUE;
  int crashLimit;
  private String name = "worker";
  private int maxJobBytes;
  private int maxReplyBytes;

  /** Null for the default, which needs not be asked. */
  @Nullable Dispatch<? super J> dispatch;

  WaitPolicy policy = WaitPolicy.adaptive();
  JobOptions options = JobOptions.defaults();
  @Nullable Consumer<? super DeadLetter<J>> deadLetters;
  boolean traces;
  boolean timesEveryJob;
  private @Nullable ThreadFactory threads;

  private WorkerPoolBuilder(
      @Nullable RecordCodec<J> jobs,
      @Nullable RecordCodec<R> replies,
      Function<@Nullable RecordFormat<J, R>, Handlers<J, R>> handlers) {
    this.jobCodec = jobs;
    this.replyCodec = replies;
    this.handlers = handlers;
    this.maxJobBytes = byteSize(jobs);
    this.maxReplyBytes = byteSize(replies);
  }

  private static int byteSize(@Nullable RecordCodec<?> codec) {
    return codec == null ? 0 : codec.fixedByteSize().orElse(DEFAULT_RECORD_BYTES);
  }

  /** Makes a builder of a pool whose handlers get values; with codecs, or without any. */
  static <J, R> WorkerPoolBuilder<J, R> ofValues(
      @Nullable RecordCodec<J> jobs,
      @Nullable RecordCodec<R> replies,
      Supplier<? extends JobHandler<J, R>> handlers) {
    Objects.requireNonNull(handlers, "handlers");
    return new WorkerPoolBuilder<>(
        jobs,
        replies,
        format -> {
          JobHandler<J, R> handler = made(handlers);
          return new Handlers<>(
              handler,
              format == null ? null : RecordHandlers.ofRecords(format, handler),
              handler::close);
        });
  }

  /** Makes a builder of a pool whose handlers get records. */
  static WorkerPoolBuilder<byte[], byte[]> ofRecords(
      Supplier<? extends RecordJobHandler> handlers) {
    Objects.requireNonNull(handlers, "handlers");
    return new WorkerPoolBuilder<>(
        RecordCodec.ofBytes(),
        RecordCodec.ofBytes(),
        format -> RecordHandlers.handlers(Objects.requireNonNull(format), made(handlers)));
  }

  private static <T> T made(Supplier<? extends T> handlers) {
    return Objects.requireNonNull(handlers.get(), "a handler from the factory: null");
  }

  /**
   * Sets how many workers there are; by default as many as processors.
   *
   * @param count the number, at least 1
   * @return this builder
   * @throws IllegalArgumentException if {@code count} is not positive
   */
  public WorkerPoolBuilder<J, R> workers(int count) {
    return workers(count, count);
  }

  /**
   * Sets how many workers there are at least and at most. The pool starts with the fewest. When
   * there is a job for which no worker has room, one more is started, by the thread that submits
   * the job; its handler is made by its own thread. A worker that has had nothing to do for the
   * {@link #idleTime} ends. A job that is addressed to a worker starts it.
   *
   * <p>A worker that cannot be started is given up, as one that cannot be replaced: the others do
   * its jobs.
   *
   * @param fewest the smallest number, at least 1
   * @param most the largest number, at least {@code fewest}
   * @return this builder
   * @throws IllegalArgumentException if {@code fewest} is not positive, or {@code most} is smaller
   */
  public WorkerPoolBuilder<J, R> workers(int fewest, int most) {
    positive(fewest == most ? "count" : "fewest", fewest);
    if (most < fewest) {
      throw new IllegalArgumentException(
          "most: %d, expected at least the fewest, %d".formatted(most, fewest));
    }
    fewestWorkers = fewest;
    workers = most;
    return this;
  }

  /**
   * Sets for how long a worker above the smallest number has nothing to do before its thread ends.
   * By default one minute.
   *
   * @param time the time, 0 or more
   * @param unit the unit of {@code time}
   * @return this builder
   * @throws IllegalArgumentException if {@code time} is negative
   */
  public WorkerPoolBuilder<J, R> idleTime(long time, TimeUnit unit) {
    if (time < 0) {
      throw new IllegalArgumentException("time: " + time + ", expected 0 or more");
    }
    idleNanos = unit.toNanos(time);
    return this;
  }

  /**
   * Sets how many jobs can be in flight: accepted and not ended. By default 65,536.
   *
   * @param jobs the number, at least 1
   * @return this builder
   * @throws IllegalArgumentException if {@code jobs} is not positive
   */
  public WorkerPoolBuilder<J, R> limit(int jobs) {
    limit = positive("jobs", jobs);
    return this;
  }

  /**
   * Sets how many jobs that are addressed to one worker can wait for it, so that one busy worker
   * does not take the whole limit of the pool. By default there is no limit but that of the pool.
   * When the queue of a worker is full, a submit for it waits, or is refused, as when the pool is
   * full. Threads that submit at the same moment can exceed it by one job each. The jobs of a
   * {@link Submitter} are limited by its credits instead.
   *
   * @param jobs the number, at least 1
   * @return this builder
   * @throws IllegalArgumentException if {@code jobs} is not positive
   */
  public WorkerPoolBuilder<J, R> queueLimit(int jobs) {
    queueLimit = positive("jobs", jobs);
    return this;
  }

  /**
   * Sets how often a job is tried again after its worker has died, because the handler threw an
   * {@link Error}. By default never: the job fails. A job that may be tried again must be safe to
   * run twice. Its retries after exceptions are counted apart, see {@link JobOptions#withRetries}.
   *
   * @param crashes how often, 0 or more
   * @return this builder
   * @throws IllegalArgumentException if {@code crashes} is negative
   */
  public WorkerPoolBuilder<J, R> crashLimit(int crashes) {
    if (crashes < 0) {
      throw new IllegalArgumentException("crashes: " + crashes + ", expected 0 or more");
    }
    crashLimit = crashes;
    return this;
  }

  /**
   * Sets what the names of the workers begin with; a number follows. By default "worker". With a
   * thread factory, it is only used for the thread of the pool's timers.
   *
   * @param prefix the beginning
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> name(String prefix) {
    name = Objects.requireNonNull(prefix, "prefix");
    return this;
  }

  /**
   * Sets what makes the threads of the workers. By default they are platform threads that are no
   * daemons.
   *
   * @param factory makes threads, platform or virtual
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> threads(ThreadFactory factory) {
    threads = Objects.requireNonNull(factory, "factory");
    return this;
  }

  /**
   * Sets which worker does a job. By default {@link Dispatch#packed}.
   *
   * @param chooser chooses the worker
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> dispatch(Dispatch<? super J> chooser) {
    dispatch = Objects.requireNonNull(chooser, "chooser");
    return this;
  }

  /**
   * Sets how long a job of a {@link Submitter} can be. By default as long as the codec's values
   * are, or 1,024 bytes if their sizes differ.
   *
   * @param bytes the length in bytes, 0 or more
   * @return this builder
   * @throws IllegalArgumentException if {@code bytes} is negative
   * @throws IllegalStateException if the pool is built without codecs
   */
  public WorkerPoolBuilder<J, R> maxJobBytes(int bytes) {
    maxJobBytes = recordBytes(bytes);
    return this;
  }

  /**
   * Sets how long a reply to a job of a {@link Submitter} can be. By default as long as the codec's
   * values are, or 1,024 bytes if their sizes differ.
   *
   * @param bytes the length in bytes, 0 or more
   * @return this builder
   * @throws IllegalArgumentException if {@code bytes} is negative
   * @throws IllegalStateException if the pool is built without codecs
   */
  public WorkerPoolBuilder<J, R> maxReplyBytes(int bytes) {
    maxReplyBytes = recordBytes(bytes);
    return this;
  }

  private int recordBytes(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes: " + bytes + ", expected 0 or more");
    }
    if (jobCodec == null) {
      throw new IllegalStateException(
          "a size of records for a pool without codecs: expected WorkerPool.builder with codecs");
    }
    return bytes;
  }

  /** Returns how jobs and replies look in memory, or null if the pool has no codecs. */
  @Nullable RecordFormat<J, R> format() {
    return jobCodec == null || replyCodec == null
        ? null
        : new RecordFormat<>(jobCodec, maxJobBytes, replyCodec, maxReplyBytes);
  }

  /** Returns what makes the handlers of a worker. */
  Supplier<Handlers<J, R>> handlers(@Nullable RecordFormat<J, R> format) {
    return () -> handlers.apply(format);
  }

  /**
   * Sets how a worker waits for jobs, and a submitter for what has become of its jobs. By default
   * {@link WaitPolicy#adaptive}.
   *
   * <p>It also says for how long a thread that waits for a reply in a {@link JobFuture} spins
   * before it sleeps. If the policy learns, that is twice its spin, while recent waits for replies
   * of this pool were as short, and otherwise five times its spin in an occasional probe. A policy
   * that never sleeps counts as such a one here. A policy that always spins for a fixed time does
   * so in each wait. One thread of a pool spins at a time, none begins to while two or more jobs
   * wait for workers that are awake, and virtual threads and those of a {@code ForkJoinPool} never
   * do.
   *
   * @param waits how it waits
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> waitPolicy(WaitPolicy waits) {
    policy = Objects.requireNonNull(waits, "waits");
    return this;
  }

  /**
   * Sets the options of all jobs that are submitted without options of their own, by {@link
   * WorkerPool#broadcast} and {@link WorkerPool#invokeAll}, too. Options that are given with a job
   * replace these as a whole. By default {@link JobOptions#defaults}.
   *
   * @param defaults the options
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> jobOptions(JobOptions defaults) {
    options = Objects.requireNonNull(defaults, "defaults");
    return this;
  }

  /**
   * Sets who is told of the jobs that the pool gives up: those that have failed and are not tried
   * again, have expired, or have run into their time limit, and those that a pool could not do that
   * has lost its last worker. Not told of cancelled jobs, of those that are given back, and of
   * tasks of the executor. By default nobody.
   *
   * <p>The handler is called after the job's future was completed and before the job counts as
   * ended: a return from {@link WorkerPool#awaitQuiescence} or {@link WorkerPool#awaitTermination}
   * happens after all calls. The job's worker calls it; after a time limit, when the handler of the
   * job has returned. For a job that has no worker, because it has expired or waits for its next
   * try, the thread of the pool's timers calls it. So it must be safe for several threads, and
   * should not block: meanwhile, other jobs and timers wait. It may submit jobs, but cannot wait
   * for space: a full pool throws an {@link IllegalStateException}. What it throws goes to the
   * handler of uncaught exceptions of the calling thread, errors included, and changes nothing
   * else.
   *
   * @param handler is called with each job that is given up
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> deadLetters(Consumer<? super DeadLetter<J>> handler) {
    deadLetters = Objects.requireNonNull(handler, "handler");
    return this;
  }

  /**
   * Sets whether a {@link JobException} shows where the job was submitted, as a suppressed
   * exception with that stack trace. Each submit then takes some microseconds longer. By default
   * false.
   *
   * @param traced whether to keep the stack trace of each submit
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> traceSubmits(boolean traced) {
    traces = traced;
    return this;
  }

  /**
   * Sets whether the {@linkplain PoolStatistics statistics} of waiting and running times come from
   * all jobs. By default false: jobs are sampled, as to read the clock takes about as long as a
   * {@link Submitter} needs for a whole job. The counts of jobs are exact in any case.
   *
   * <p>Without this, of the jobs and tasks that are given one by one (by {@link WorkerPool#submit},
   * by the executor, or by a submitter to a worker that the {@link Dispatch} has named), about one
   * in 16 is timed, and counts as 16. Of the jobs that submitters have sent in batches, a worker
   * times the first one of each turn. A turn is up to 64 jobs that it takes at once, and fewer if
   * they are long; that job counts as many times as there were jobs in the turn. Those behind it in
   * the turn have waited longer. Jobs of submitters that had to wait for any worker are all timed.
   *
   * @param every whether to time all jobs; each then takes two or three reads of the clock
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> timeEveryJob(boolean every) {
    timesEveryJob = every;
    return this;
  }

  /**
   * Makes the pool and starts its workers.
   *
   * @return the pool
   * @throws RuntimeException what the factory of handlers or of threads throws; no worker is left
   */
  public WorkerPool<J, R> start() {
    WorkerPool<J, R> pool = new WorkerPool<>(this);
    pool.start();
    return pool;
  }

  ThreadFactory threads() {
    return threads != null ? threads : Thread.ofPlatform().name(name + "-", 1).factory();
  }

  String timerName() {
    return name + "-timer";
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + ", expected at least 1");
    }
    return value;
  }
}
