package dev.rouse.jcstress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.CounterSnapshot;
import dev.rouse.counter.CounterTable;
import dev.rouse.counter.LabelledCounter;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Claim: a reader sees a counter with the type, the label and the value that belong together, or
 * does not see it, while the counter is freed and its slot is allocated again.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "None: the slot was free, or being written.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The first one, whole.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "The second one, whole.")
@Outcome(expect = FORBIDDEN, desc = "A mixture of both.")
@State
public class CounterTableLabel {
  private static final int CAPACITY = 1;
  private static final int LOOKS = 50;
  private static final int MIXED = -1;
  private static final int SEEN_FIRST = 1;
  private static final int SEEN_SECOND = 2;
  private static final String FIRST = "a".repeat(72);
  private static final String SECOND = "b".repeat(64);

  private final Meeting meeting = new Meeting();
  private final CounterTable table;
  private final LabelledCounter first;

  public CounterTableLabel() {
    var place = Slab.place(CounterTable.byteSize(CAPACITY));
    table = CounterTable.at(place.region(), place.offset(), CAPACITY);
    first = table.allocate(1, FIRST);
    first.set(5);
  }

  @Actor
  public void writer() {
    meeting.meet();
    Jitter.pause();
    first.free();
    table.allocate(2, SECOND);
  }

  @Actor
  public void reader(I_Result r) {
    meeting.meet();
    // Again and again, so that one of the reads meets the moment.
    for (int i = 0; i < LOOKS && r.r1 != SEEN_SECOND && r.r1 != MIXED; i++) {
      table.forEach(read -> r.r1 = which(read));
    }
  }

  private static int which(CounterSnapshot read) {
    if (read.type() == 1 && read.label().equals(FIRST) && read.value() == 5) {
      return SEEN_FIRST;
    }
    return read.type() == 2 && read.label().equals(SECOND) && read.value() == 0
        ? SEEN_SECOND
        : MIXED;
  }
}
