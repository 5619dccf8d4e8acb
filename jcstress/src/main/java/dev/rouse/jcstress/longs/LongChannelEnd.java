package dev.rouse.jcstress.longs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Claim: the end of a channel comes after everything sent, and the receiver is woken for it. */
@JCStressTest
@Outcome(id = "12", expect = ACCEPTABLE, desc = "Everything, then the end.")
@Outcome(expect = FORBIDDEN, desc = "Something was lost or twice, or the end did not come.")
@State
public class LongChannelEnd {
  private static final int CAPACITY = 16;
  private static final long LOST = -1;

  private final LongChannel channel;
  private final LongSender sender;
  private final LongReceiver receiver;
  private final Meeting meeting = new Meeting();

  public LongChannelEnd() {
    var place = Slab.place(LongChannel.byteSize(CAPACITY));
    channel = LongChannel.create(place.region(), place.offset(), CAPACITY, WaitPolicy.parkOnly());
    sender = channel.sender();
    receiver = channel.receiver();
  }

  @Actor
  public void sender() {
    meeting.meet();
    for (long i = 1; i <= 2; i++) {
      Jitter.pause();
      sender.trySend(i);
    }
    Jitter.pause();
    channel.close();
  }

  @Actor
  public void receiver(J_Result r) {
    meeting.meet();
    Stopwatch stopwatch = new Stopwatch();
    try {
      int count;
      do {
        count =
            receiver.receive(
                value -> r.r1 = r.r1 * 10 + value,
                1,
                stopwatch.timeoutNanos(),
                TimeUnit.NANOSECONDS);
      } while (count > 0);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (!stopwatch.wokenInTime()) {
      r.r1 = LOST;
    }
  }
}
