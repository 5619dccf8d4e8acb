package dev.rouse.pool;

import dev.rouse.internal.pool.crew.Worker;
import java.util.List;

/** What the workers of a pool have to do. */
record Loads(List<Worker> all) implements Dispatch.Load {
  @Override
  public int workers() {
    return all.size();
  }

  @Override
  public int pending(int worker) {
    return all.get(worker).pending();
  }

  /**
   * Has a worker chosen for a job.
   *
   * @throws IllegalArgumentException if there is no such worker
   */
  <J> int choose(Dispatch<? super J> dispatch, J job) {
    int worker = dispatch.worker(job, this);
    if (worker < Dispatch.ANY || worker >= all.size()) {
      throw new IllegalArgumentException(
          "dispatch: worker %d, expected %d for any, or 0 to %d"
              .formatted(worker, Dispatch.ANY, all.size() - 1));
    }
    return worker;
  }
}
