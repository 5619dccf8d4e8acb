package dev.rouse.internal.pool.crew;

import dev.rouse.internal.pool.slots.LaneJobs;
import dev.rouse.internal.pool.slots.Submission;
import org.jspecify.annotations.Nullable;

/**
 * Does the jobs of a worker, in the worker's thread. A class, of which there is one kind, so that
 * the calls for each job are direct.
 */
public abstract class Runner {
  /** For subclasses. */
  protected Runner() {}

  /**
   * Does a job that was in a queue, and counts it.
   *
   * @param task the job
   * @throws Error if the worker has died of it
   */
  public abstract void run(Object task);

  /**
   * Does a job that a submitter has sent, answers it and counts it.
   *
   * @param lane the lane in which it has come, or null if it came in another way
   * @param submission where the job lies
   * @param message the slot's message
   * @throws Error if the worker has died of it
   */
  public abstract void run(@Nullable LaneJobs lane, Submission submission, long message);
}
