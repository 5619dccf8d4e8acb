package dev.rouse.jmh.pool;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.pool.WorkerPool;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/** Makes pools by name. All have their defaults; only the number of workers is set. */
public final class JobPools {
  private JobPools() {}

  /**
   * Makes a pool and starts it.
   *
   * @param contender which one
   * @param workers how many threads it has; virtual threads run on as many as there are processors,
   *     which all virtual threads share
   * @param work does a job, in a thread of the pool
   * @param replies gets the replies, in the thread that submits
   */
  public static JobPool of(
      Contender contender, int workers, LongUnaryOperator work, LongConsumer replies) {
    return switch (contender) {
      case POOL_SUBMITTER -> new SubmitterPool(workers, work, replies);
      case POOL_SUBMIT -> {
        // The same lambda as the others get; with jobs that are values it could do without one.
        WorkerPool<Callable<Long>, Long> pool =
            WorkerPool.<Callable<Long>, Long>builder(() -> (task, job) -> task.call())
                .workers(workers)
                .start();
        yield new FuturePool(pool::submit, pool::close, work, replies);
      }
      case POOL_EXECUTE -> {
        WorkerPool<Long, Long> pool =
            WorkerPool.<Long, Long>builder(() -> (number, job) -> number).workers(workers).start();
        yield new TaskPool(pool.executor(), pool::close, work, replies);
      }
      case FIXED_EXECUTE -> tasks(Executors.newFixedThreadPool(workers), work, replies);
      case FORK_JOIN_EXECUTE -> tasks(new ForkJoinPool(workers), work, replies);
      case VIRTUAL_EXECUTE -> tasks(Executors.newVirtualThreadPerTaskExecutor(), work, replies);
      case FIXED_SUBMIT -> futures(Executors.newFixedThreadPool(workers), work, replies);
      case FORK_JOIN_SUBMIT -> futures(new ForkJoinPool(workers), work, replies);
      case VIRTUAL_SUBMIT -> futures(Executors.newVirtualThreadPerTaskExecutor(), work, replies);
      case ONE_THREAD -> new NoPool(work, replies);
      default -> throw contender.unsupported("a pool");
    };
  }

  private static JobPool tasks(
      ExecutorService service, LongUnaryOperator work, LongConsumer replies) {
    return new TaskPool(service, service::close, work, replies);
  }

  private static JobPool futures(
      ExecutorService service, LongUnaryOperator work, LongConsumer replies) {
    return new FuturePool(service::submit, service::close, work, replies);
  }
}
