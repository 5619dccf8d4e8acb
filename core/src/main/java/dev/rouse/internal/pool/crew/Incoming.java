package dev.rouse.internal.pool.crew;

import dev.rouse.internal.pool.slots.AddressedJobs;
import dev.rouse.internal.pool.slots.LaneJobs;
import dev.rouse.internal.pool.slots.SlotTask;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What submitters have sent to one worker. For any thread. */
public final class Incoming {
  /** What others may do, too. Replaced as a whole, under the lock. */
  private volatile LaneJobs[] lanes = {};

  /** What only this worker may do. */
  private final List<AddressedJobs> addressed = new CopyOnWriteArrayList<>();

  /** A submitter may send jobs from now on. */
  synchronized void add(LaneJobs jobs) {
    LaneJobs[] more = Arrays.copyOf(lanes, lanes.length + 1);
    more[lanes.length] = jobs;
    lanes = more;
  }

  /** A submitter may send jobs from now on that only this worker may do. */
  void add(AddressedJobs jobs) {
    addressed.add(jobs);
  }

  /**
   * A submitter sends no more.
   *
   * @param jobs what it has sent
   * @param toThisOnly what it has sent that only this worker may do
   */
  public synchronized void remove(LaneJobs jobs, AddressedJobs toThisOnly) {
    addressed.remove(toThisOnly);
    lanes = Arrays.stream(lanes).filter(other -> other != jobs).toArray(LaneJobs[]::new);
  }

  /** Tells whether there are jobs that have not begun, and that others may do: a recent state. */
  boolean hasWaiting() {
    for (LaneJobs jobs : lanes) {
      if (jobs.hasWaiting()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns how many jobs have not begun: a recent number.
   *
   * @return the number, 0 or more
   */
  public long waiting() {
    long waiting = 0;
    for (LaneJobs jobs : lanes) {
      waiting += jobs.waiting();
    }
    for (AddressedJobs jobs : addressed) {
      waiting += jobs.waiting();
    }
    return waiting;
  }

  /** Takes away what has not begun and others may do. */
  void takeAway(Consumer<SlotTask> into) {
    for (LaneJobs jobs : lanes) {
      if (jobs.hasWaiting()) {
        jobs.takeAway().forEach(into);
      }
    }
  }
}
