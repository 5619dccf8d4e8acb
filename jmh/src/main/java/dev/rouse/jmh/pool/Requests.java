package dev.rouse.jmh.pool;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;

/**
 * One job after the other: the next is submitted when the reply is there. Each reply is checked.
 */
public final class Requests implements AutoCloseable {
  private static final int REPLY = OwnWords.FIRST;

  private final JobPool pool;
  private final long[] own = OwnWords.allocate(1);

  /**
   * Starts the pool.
   *
   * @param contender which one, see {@link JobPools}
   * @param workers how many threads it has
   */
  public Requests(Contender contender, int workers) {
    LongConsumer replies = reply -> own[REPLY] = reply;
    pool = JobPools.of(contender, workers, Work::next, replies);
  }

  /**
   * Submits a job and waits for the reply.
   *
   * @param job the job
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException if the job has failed
   */
  public void roundTrip(long job) throws InterruptedException, ExecutionException {
    pool.submit(job);
    pool.drain();
    if (own[REPLY] != Work.next(job)) {
      throw new IllegalStateException(
          "reply: %d, expected %d".formatted(own[REPLY], Work.next(job)));
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
