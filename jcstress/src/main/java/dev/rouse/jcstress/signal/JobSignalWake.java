package dev.rouse.jcstress.signal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.signal.JobSignal;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Claim: jobs that are added while the consumer goes to sleep wake it, and it sees what was done
 * before they were added.
 */
@JCStressTest
@Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "The consumer got the jobs and their data.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up or the data was lost.")
@State
public class JobSignalWake {
  private static final long LOST = -1;

  private final JobSignal signal;
  private long data;
  private final Meeting meeting = new Meeting();

  public JobSignalWake() {
    var place = Slab.place(JobSignal.BYTE_SIZE);
    signal = JobSignal.create(place.region(), place.offset());
  }

  @Actor
  public void producer() {
    meeting.meet();
    Jitter.pause();
    data = 1;
    signal.add(2);
  }

  @Actor
  public void consumer(JJ_Result r) {
    meeting.meet();
    try {
      Stopwatch stopwatch = new Stopwatch();
      long jobs = signal.await(stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      r.r1 = stopwatch.wokenInTime() ? jobs : LOST;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    r.r2 = data;
  }
}
