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
import org.openjdk.jcstress.infra.results.IJ_Result;

/** Claim: a value that is sent while the receiver goes to sleep wakes it. */
@JCStressTest
@Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "It was received.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up or what was sent was lost.")
@State
public class LongChannelWake {
  private static final int CAPACITY = 16;
  private static final int LOST = -2;

  private final LongSender sender;
  private final LongReceiver receiver;
  private final Meeting meeting = new Meeting();

  public LongChannelWake() {
    var place = Slab.place(LongChannel.byteSize(CAPACITY));
    LongChannel channel =
        LongChannel.create(place.region(), place.offset(), CAPACITY, WaitPolicy.adaptive());
    sender = channel.sender();
    receiver = channel.receiver();
  }

  @Actor
  public void sender() {
    meeting.meet();
    Jitter.pause();
    sender.trySend(7L);
  }

  @Actor
  public void receiver(IJ_Result r) {
    meeting.meet();
    try {
      Stopwatch stopwatch = new Stopwatch();
      int count =
          receiver.receive(
              value -> r.r2 = value, 1, stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      r.r1 = stopwatch.wokenInTime() ? count : LOST;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
