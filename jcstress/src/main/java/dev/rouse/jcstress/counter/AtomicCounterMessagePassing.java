package dev.rouse.jcstress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Claim: who acquires a value sees what was written before its release. */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The reader came first.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The reader came between.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The reader came last.")
@Outcome(expect = FORBIDDEN, desc = "The flag is seen without the data.")
@State
public class AtomicCounterMessagePassing {
  private final AtomicCounter data;
  private final AtomicCounter flag;

  public AtomicCounterMessagePassing() {
    var place = Slab.place(2 * AtomicCounter.BYTE_SIZE);
    data = AtomicCounter.at(place.region(), place.offset());
    flag = AtomicCounter.at(place.region(), place.offset() + AtomicCounter.BYTE_SIZE);
  }

  @Actor
  public void writer() {
    data.setPlain(1);
    flag.setRelease(1);
  }

  @Actor
  public void reader(JJ_Result r) {
    r.r1 = flag.getAcquire();
    r.r2 = data.getPlain();
  }
}
