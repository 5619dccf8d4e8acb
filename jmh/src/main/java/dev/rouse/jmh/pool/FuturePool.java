package dev.rouse.jmh.pool;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A pool that answers each job with a future, in which the reply is a {@code Long}. */
final class FuturePool implements JobPool {
  /** Submits a task. */
  @FunctionalInterface
  interface Service {
    /** Submits it and returns its future. */
    Future<Long> submit(Callable<Long> task) throws InterruptedException;
  }

  private final Service service;
  private final Runnable end;
  private final LongUnaryOperator work;
  private final LongConsumer replies;

  /** Those in flight: a ring. */
  private final @Nullable Future<Long>[] futures = window();

  private int next;
  private int count;

  FuturePool(Service service, Runnable end, LongUnaryOperator work, LongConsumer replies) {
    this.service = service;
    this.end = end;
    this.work = work;
    this.replies = replies;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable Future<Long>[] window() {
    return new Future[WINDOW];
  }

  @Override
  public void submit(long job) throws InterruptedException, ExecutionException {
    if (count == WINDOW) {
      take(GROUP);
    }
    LongUnaryOperator own = work; // so that the workers do not read what this thread writes to
    futures[next] = service.submit(() -> own.applyAsLong(job));
    next = next + 1 == WINDOW ? 0 : next + 1;
    count++;
  }

  @Override
  public void poll() throws InterruptedException, ExecutionException {
    while (count != 0 && oldest().isDone()) {
      take(1);
    }
  }

  @Override
  public void drain() throws InterruptedException, ExecutionException {
    take(count);
  }

  private void take(int wanted) throws InterruptedException, ExecutionException {
    for (int i = 0; i < wanted; i++) {
      replies.accept(oldest().get());
      count--;
    }
  }

  private Future<Long> oldest() {
    int index = next - count;
    Future<Long> future = futures[index < 0 ? index + WINDOW : index];
    if (future == null) {
      throw new IllegalStateException("no future of a job in flight");
    }
    return future;
  }

  @Override
  public void close() {
    end.run();
  }
}
