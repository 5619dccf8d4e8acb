package dev.rouse.internal.pool.times;

/**
 * Times the jobs that submitters have sent to one worker: all of them, or the first one of each
 * turn, which then stands for the whole turn. For the worker's thread.
 *
 * <p>The clock is read when the first job of a turn begins, and again when the second one does; the
 * end of a turn of one job is known in any case. The start of the turn is no good as the start of
 * its first job: in between the worker may have woken another one.
 */
public final class TurnTimes {
  /** There is no such time. */
  private static final long UNKNOWN = -1;

  private final Activity activity;
  private final boolean every;

  /** Whether a job runs that is timed, and since when. */
  private boolean running;

  private long start;

  /** The times of the first job. */
  private long waited = UNKNOWN;

  private long ran = UNKNOWN;

  /**
   * Makes the times of a worker.
   *
   * @param activity where they go
   * @param every whether all jobs are timed
   */
  public TurnTimes(Activity activity, boolean every) {
    this.activity = activity;
    this.every = every;
  }

  /**
   * Tells whether to call {@link #begin} for a job.
   *
   * @param before how many jobs of this turn have begun before it
   * @return true if it is timed, or if a job before it is that has just ended
   */
  public boolean areOf(long before) {
    return before <= 1 || every;
  }

  /**
   * A job begins.
   *
   * @param before how many jobs of this turn have begun before it
   * @param sent when it was sent, or {@link Sampling#NONE} if that is not known
   */
  public void begin(long before, long sent) {
    long now = System.nanoTime();
    endJob(now);
    if (before == 0 || every) {
      running = true;
      start = now;
      if (sent != Sampling.NONE) {
        waited = Math.max(0, now - sent);
        if (every) {
          activity.waited(waited, 1);
        }
      }
    }
  }

  private void endJob(long now) {
    if (running) {
      running = false;
      ran = now - start;
      if (every) {
        activity.ran(ran, 1);
      }
    }
  }

  /**
   * The turn has ended.
   *
   * @param now the time, as by {@link System#nanoTime}
   * @param jobs how many jobs it had
   */
  public void endTurn(long now, int jobs) {
    endJob(now);
    if (!every) {
      activity.ran(ran, jobs);
      if (waited != UNKNOWN) {
        activity.waited(waited, jobs);
      }
    }
    waited = UNKNOWN;
  }
}
