package dev.rouse.jmh.pool;

import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/** No pool: the thread that submits a job does it at once. */
final class NoPool implements JobPool {
  private final LongUnaryOperator work;
  private final LongConsumer replies;

  NoPool(LongUnaryOperator work, LongConsumer replies) {
    this.work = work;
    this.replies = replies;
  }

  @Override
  public void submit(long job) {
    replies.accept(work.applyAsLong(job));
  }

  @Override
  public void poll() {}

  @Override
  public void drain() {}

  @Override
  public void close() {}
}
