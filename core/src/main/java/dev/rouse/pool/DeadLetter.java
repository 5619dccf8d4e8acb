package dev.rouse.pool;

import java.util.List;

/**
 * A job that a pool has given up: it has failed and is not tried again, it has expired, or its time
 * limit was over.
 *
 * @param job the job
 * @param number its number, see {@link Job#number}
 * @param failure what its future has completed with: in most cases a {@link JobException}
 * @param tries its history: all tries in their order, crashes included; empty if it never started
 * @param <J> the type of the jobs
 */
public record DeadLetter<J>(J job, long number, Throwable failure, List<JobTry> tries) {
  /** Keeps a copy of the list. */
  public DeadLetter {
    tries = List.copyOf(tries);
  }
}
