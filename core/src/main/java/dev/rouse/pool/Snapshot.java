package dev.rouse.pool;

import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.crew.Worker;
import dev.rouse.internal.pool.times.Activity;
import java.util.ArrayList;
import java.util.List;

/** Takes the statistics of a pool, without waiting. While workers work, a recent state. */
final class Snapshot {
  private Snapshot() {}

  /** Returns what has become of all jobs, and what the workers did. */
  static PoolStatistics of(Accounts accounts, List<Worker> workers) {
    List<WorkerStatistics> each = new ArrayList<>();
    long ended = 0;
    for (Worker worker : workers) {
      WorkerStatistics one = of(accounts, worker);
      each.add(one);
      ended += one.ended();
    }
    Accounts.InQueue inQueue = accounts.endedInQueue();
    // Last, so that no more have ended than were accepted.
    long all = accounts.acceptedOfAll();
    long inFlight = all - ended - inQueue.sum();
    return new PoolStatistics(
        accounts.elapsedNanos(),
        inFlight,
        all,
        inQueue.cancelled(),
        inQueue.failed(),
        inQueue.expired(),
        inQueue.givenBack(),
        each);
  }

  private static WorkerStatistics of(Accounts accounts, Worker worker) {
    int index = worker.index();
    long completed = accounts.ended(index, Accounts.COMPLETED);
    long failed = accounts.ended(index, Accounts.FAILED);
    long cancelled = accounts.ended(index, Accounts.CANCELLED);
    long retried = accounts.retries(index);
    long pending = worker.pending() + worker.incoming().waiting();
    Activity activity = worker.activity();
    Activity.Busy busy = activity.busy();
    // Wakes first, so that there are not more than parks.
    long wakes = activity.wakeCount();
    return new WorkerStatistics(
        worker.name(),
        pending,
        completed,
        failed,
        cancelled,
        retried,
        busy.elapsedNanos(),
        busy.busyNanos(),
        wakes,
        activity.parkCount(),
        TimeHistogram.of(activity.waiting()),
        TimeHistogram.of(activity.running()));
  }
}
