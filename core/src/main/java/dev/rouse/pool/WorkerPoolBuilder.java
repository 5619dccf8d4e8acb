package dev.rouse.pool;

import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
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

  final Supplier<? extends JobHandler<J, R>> handlers;
  int workers = Runtime.getRuntime().availableProcessors();
  int limit = DEFAULT_LIMIT;
  int crashLimit;
  private String name = "worker";
  Dispatch<? super J> dispatch = Dispatch.packed();
  WaitPolicy policy = WaitPolicy.adaptive();
  private @Nullable ThreadFactory threads;

  WorkerPoolBuilder(Supplier<? extends JobHandler<J, R>> handlers) {
    this.handlers = Objects.requireNonNull(handlers, "handlers");
  }

  /**
   * Sets how many workers there are; by default as many as processors.
   *
   * @param count the number, at least 1
   * @return this builder
   * @throws IllegalArgumentException if {@code count} is not positive
   */
  public WorkerPoolBuilder<J, R> workers(int count) {
    workers = positive("count", count);
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
   * Sets how often a job is tried again after its worker has died, because the handler threw an
   * {@link Error}. By default never: the job fails. A job that may be tried again must be safe to
   * run twice.
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
   * Sets what the names of the workers begin with; a number follows. By default "worker". Not used
   * if there is a thread factory.
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
   * Sets how a worker waits for jobs. By default {@link WaitPolicy#adaptive}.
   *
   * @param waits how it waits
   * @return this builder
   */
  public WorkerPoolBuilder<J, R> waitPolicy(WaitPolicy waits) {
    policy = Objects.requireNonNull(waits, "waits");
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

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + ", expected at least 1");
    }
    return value;
  }
}
