package dev.rouse.jcstress.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.ring.RecordHandler;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Claim: the end of a channel comes after its last record, and the receiver is woken for it. */
@JCStressTest
@Outcome(id = "12", expect = ACCEPTABLE, desc = "Both records, then the end.")
@Outcome(expect = FORBIDDEN, desc = "A record was lost or twice, or the end did not come.")
@State
public class ChannelEnd {
  private static final int CAPACITY = 128;
  private static final long LOST = -1;

  private final Channel channel;
  private final Sender sender;
  private final Receiver receiver;
  private final Meeting meeting = new Meeting();

  public ChannelEnd() {
    var place = Slab.place(Channel.byteSize(CAPACITY));
    channel = Channel.create(place.region(), place.offset(), CAPACITY, WaitPolicy.parkOnly());
    sender = channel.sender();
    receiver = channel.receiver();
  }

  @Actor
  public void sender() {
    meeting.meet();
    for (long i = 1; i <= 2; i++) {
      Jitter.pause();
      long payload = sender.tryClaim(1, Long.BYTES);
      sender.segment().set(ValueLayout.JAVA_LONG, payload, i);
      sender.commit();
    }
    Jitter.pause();
    channel.close();
  }

  @Actor
  public void receiver(J_Result r) {
    meeting.meet();
    Stopwatch stopwatch = new Stopwatch();
    RecordHandler handler =
        (type, segment, offset, length) ->
            r.r1 = r.r1 * 10 + segment.get(ValueLayout.JAVA_LONG, offset);
    try {
      int count;
      do {
        count = receiver.receive(handler, 1, stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      } while (count > 0);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (!stopwatch.wokenInTime()) {
      r.r1 = LOST;
    }
  }
}
