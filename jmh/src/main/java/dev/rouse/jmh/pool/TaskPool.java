package dev.rouse.jmh.pool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/**
 * A pool that runs tasks and answers nothing. Each task leaves its reply in an array and counts
 * down the latch of its group: the least that lets the submitter know of the end.
 */
final class TaskPool implements JobPool {
  private final Executor executor;
  private final Runnable end;
  private final LongConsumer replies;
  private final Group[] groups = new Group[WINDOW / GROUP];
  private int present;

  /** How many jobs of the present group were submitted. */
  private int filled;

  TaskPool(Executor executor, Runnable end, LongUnaryOperator work, LongConsumer replies) {
    this.executor = executor;
    this.end = end;
    this.replies = replies;
    for (int i = 0; i < groups.length; i++) {
      groups[i] = new Group(work);
    }
  }

  private void takeOldest() throws InterruptedException {
    groups[present].take(replies);
  }

  /** Jobs whose end is awaited together. Nothing of it but the results changes while tasks run. */
  private static final class Group {
    private final LongUnaryOperator work;
    private final long[] results = new long[GROUP];
    private CountDownLatch left = new CountDownLatch(0);
    private boolean used;

    private Group(LongUnaryOperator work) {
      this.work = work;
    }

    private void run(int index, long job) {
      results[index] = work.applyAsLong(job);
      left.countDown();
    }

    private void begin() {
      left = new CountDownLatch(GROUP);
      used = true;
    }

    private void take(LongConsumer replies) throws InterruptedException {
      if (!used) {
        return;
      }
      left.await();
      for (long result : results) {
        replies.accept(result);
      }
      used = false;
    }
  }

  @Override
  public void submit(long job) throws InterruptedException {
    Group group = groups[present];
    if (filled == 0) {
      group.begin();
    }
    int index = filled;
    executor.execute(() -> group.run(index, job));
    filled++;
    if (filled == GROUP) {
      filled = 0;
      present = (present + 1) % groups.length;
      takeOldest();
    }
  }

  @Override
  public void poll() {
    throw new UnsupportedOperationException("tasks one by one: expected groups of " + GROUP);
  }

  @Override
  public void drain() throws InterruptedException {
    if (filled != 0) {
      throw new UnsupportedOperationException(
          "%d tasks: expected a multiple of %d".formatted(filled, GROUP));
    }
    for (int i = 0; i < groups.length; i++) {
      takeOldest();
      present = (present + 1) % groups.length;
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
