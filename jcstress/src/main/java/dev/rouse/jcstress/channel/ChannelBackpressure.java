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
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Claim: space that is freed while the sender goes to sleep wakes it. */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "The record was sent once there was space.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class ChannelBackpressure {
  private static final int CAPACITY = 128;
  private static final int LENGTH = 56;
  private static final MemorySegment PAYLOAD = MemorySegment.ofArray(new byte[LENGTH]);

  private final Sender sender;
  private final Receiver receiver;
  private final Meeting meeting = new Meeting();

  public ChannelBackpressure() {
    var place = Slab.place(Channel.byteSize(CAPACITY));
    Channel channel = Channel.create(place.region(), place.offset(), CAPACITY);
    sender = channel.sender();
    receiver = channel.receiver();
    sender.trySend(1, PAYLOAD, 0, LENGTH);
    sender.trySend(1, PAYLOAD, 0, LENGTH);
  }

  @Actor
  public void sender(ZI_Result r) {
    meeting.meet();
    try {
      Stopwatch stopwatch = new Stopwatch();
      boolean sent =
          sender.send(1, PAYLOAD, 0, LENGTH, stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      r.r1 = sent && stopwatch.wokenInTime();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Actor
  public void receiver(ZI_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r2 = receiver.drain((type, segment, offset, length) -> {}, 1);
  }
}
