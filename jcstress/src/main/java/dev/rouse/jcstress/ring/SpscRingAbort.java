package dev.rouse.jcstress.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.Jitter;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** Claim: nothing is received of a claim that was aborted. */
@JCStressTest
@Outcome(
    id = {"0, 0", "1, 7"},
    expect = ACCEPTABLE,
    desc = "Nothing, or the record that was committed.")
@Outcome(expect = FORBIDDEN, desc = "The aborted record, or a part of it.")
@State
public class SpscRingAbort extends RingScene {
  private static final int CAPACITY = 128;

  public SpscRingAbort() {
    super(CAPACITY);
  }

  @Actor
  public void producer() {
    meeting.meet();
    long aborted = producer.claim(3, 24);
    producer.segment().set(ValueLayout.JAVA_LONG, aborted, 3L);
    producer.abort();
    send(producer, Long.BYTES, 7);
  }

  @Actor
  public void consumer(IJ_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r1 =
        consumer.drain(
            (type, segment, offset, length) ->
                r.r2 += type == 1 ? segment.get(ValueLayout.JAVA_LONG, offset) : -1,
            3);
  }
}
