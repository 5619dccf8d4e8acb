package dev.rouse.jcstress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.CounterTable;
import dev.rouse.counter.LabelledCounter;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Claim: a handle never returns the value of the counter that has its slot later. */
@JCStressTest
@Outcome(id = "5", expect = ACCEPTABLE, desc = "The value of its own counter.")
@Outcome(id = "-1", expect = ACCEPTABLE, desc = "The counter was freed.")
@Outcome(expect = FORBIDDEN, desc = "The value of the next counter.")
@State
public class CounterTableValue {
  private static final int CAPACITY = 1;

  private final Meeting meeting = new Meeting();
  private final CounterTable table;
  private final LabelledCounter first;

  public CounterTableValue() {
    var place = Slab.place(CounterTable.byteSize(CAPACITY));
    table = CounterTable.at(place.region(), place.offset(), CAPACITY);
    first = table.allocate(1, "first");
    first.set(5);
  }

  @Actor
  public void writer() {
    meeting.meet();
    first.free();
    table.allocate(2, "second").set(7);
  }

  @Actor
  public void reader(J_Result r) {
    meeting.meet();
    Jitter.pause();
    long last = -1;
    try {
      // Often, so that one of the reads meets the moment.
      for (int i = 0; i < 100; i++) {
        last = first.get();
        if (last != 5) {
          break;
        }
      }
    } catch (IllegalStateException e) {
      last = -1;
    }
    r.r1 = last;
  }
}
