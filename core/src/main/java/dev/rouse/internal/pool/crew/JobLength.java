package dev.rouse.internal.pool.crew;

import dev.rouse.internal.pool.accounts.Accounts;

/**
 * How long a job takes: a guess of all workers. It is what the last ones took, and at first, it is
 * taken to be long. It says how much room workers have: how many jobs may lie at one, so that none
 * of them waits for long.
 */
public final class JobLength {
  /**
   * Workers have room for jobs that take together no longer than this, for each of them: about what
   * it costs to wake one more and to share the queue with it.
   */
  public static final long ROOM_NANOS = 100_000;

  /**
   * One worker has room for any number of jobs as short as this: to spread them makes each of them
   * dearer, as the workers then write to each other's cache lines. A choice: from which length on a
   * second worker pays was not measured.
   */
  private static final long SHORT_NANOS = 250;

  /** What a job is taken to last before one has ended. */
  private static final long FIRST_GUESS_NANOS = 1_000_000;

  /** A turn of jobs counts as no longer than so many times what jobs took before. */
  private static final long MOST_GROWTH = 8;

  private static final long LEAST_GROWTH = 400;

  private final Accounts accounts;

  /** What a job takes. A guess, so a lost update does no harm. */
  private volatile long nanos = FIRST_GUESS_NANOS;

  /** How many jobs of about that length a worker has room for. */
  private volatile int room = 1;

  JobLength(Accounts accounts) {
    this.accounts = accounts;
  }

  /** A worker has ended some jobs. */
  void took(long time, int jobs) {
    long before = nanos;
    // A worker that was preempted has taken long, and its jobs have not. If they have, the worker
    // on watch finds that out.
    long each = (3 * before + Math.min(time / jobs, MOST_GROWTH * before + LEAST_GROWTH)) / 4;
    // Written only if it has changed by an eighth: each write costs all that read it a cache miss.
    if (Math.abs(each - before) > before >> 3) {
      nanos = each;
      room = each <= SHORT_NANOS ? Integer.MAX_VALUE : (int) Math.max(1, ROOM_NANOS / each);
    }
  }

  /** Jobs are longer than guessed. */
  void isLonger() {
    nanos = Math.max(nanos, FIRST_GUESS_NANOS);
    room = 1;
  }

  /** Tells whether so many workers have room for the jobs that are pending in the pool. */
  boolean leavesRoom(int workers) {
    long most = workers * ROOM_NANOS;
    long each = nanos;
    if (each <= SHORT_NANOS) {
      return true;
    }
    long accepted = accounts.accepted();
    return accounts.pending(accepted, false) * each <= most
        || accounts.pending(accepted, true) * each <= most;
  }

  /**
   * Returns how many jobs may lie at a worker, so that none of them waits for long: at least 1.
   *
   * @return the number; {@link Integer#MAX_VALUE} if jobs are short
   * @see #ROOM_NANOS
   */
  public int room() {
    return room;
  }
}
