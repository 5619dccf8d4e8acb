package dev.rouse.jmh.pool;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;

/** Gives batches of the same jobs to a pool and checks the sum of the replies. */
public final class Batch implements AutoCloseable {
  private static final int SUM = OwnWords.FIRST;

  private final JobPool pool;
  private final int jobs;
  private final long expected;
  private final long[] own = OwnWords.allocate(1);

  /**
   * Starts the pool.
   *
   * @param contender which one, see {@link JobPools}
   * @param workers how many threads it has
   * @param jobs how many jobs make a batch: numbers from 0
   * @param work does a job
   */
  public Batch(Contender contender, int workers, int jobs, LongUnaryOperator work) {
    this.jobs = jobs;
    long sum = 0;
    for (int job = 0; job < jobs; job++) {
      sum += work.applyAsLong(job);
    }
    this.expected = sum;
    LongConsumer replies = reply -> own[SUM] += reply;
    pool = JobPools.of(contender, workers, work, replies);
  }

  /**
   * Submits a batch and waits until all of it is done.
   *
   * @return the sum of the replies
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException if a job has failed
   * @throws IllegalStateException if the sum is wrong
   */
  public long run() throws InterruptedException, ExecutionException {
    own[SUM] = 0;
    for (int job = 0; job < jobs; job++) {
      pool.submit(job);
    }
    pool.drain();
    if (own[SUM] != expected) {
      throw new IllegalStateException(
          "sum of the replies: %d, expected %d".formatted(own[SUM], expected));
    }
    return own[SUM];
  }

  @Override
  public void close() {
    pool.close();
  }
}
