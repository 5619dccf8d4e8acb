package dev.rouse.pool;

import java.util.List;

/**
 * What {@link WorkerPool#shutdownNow} gives back: what was accepted and has not started, or has
 * failed and waits for its next try.
 *
 * @param jobs the jobs that were submitted; their futures are cancelled
 * @param tasks the tasks of the pool's executor
 * @param <J> the type of the jobs
 */
public record Unstarted<J>(List<J> jobs, List<Runnable> tasks) {
  /** Keeps copies of the lists. */
  public Unstarted {
    jobs = List.copyOf(jobs);
    tasks = List.copyOf(tasks);
  }
}
