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
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** Claim: a record that is sent while the receiver goes to sleep wakes it. */
@JCStressTest
@Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "The record was received.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up or the record was lost.")
@State
public class ChannelWake {
  private static final int CAPACITY = 128;
  private static final int LOST = -2;

  private final Sender sender;
  private final Receiver receiver;
  private final Meeting meeting = new Meeting();

  public ChannelWake() {
    var place = Slab.place(Channel.byteSize(CAPACITY));
    Channel channel = Channel.create(place.region(), place.offset(), CAPACITY);
    sender = channel.sender();
    receiver = channel.receiver();
  }

  @Actor
  public void sender() {
    meeting.meet();
    Jitter.pause();
    long payload = sender.tryClaim(1, Long.BYTES);
    sender.segment().set(ValueLayout.JAVA_LONG, payload, 7L);
    sender.commit();
  }

  @Actor
  public void receiver(IJ_Result r) {
    meeting.meet();
    try {
      Stopwatch stopwatch = new Stopwatch();
      int count =
          receiver.receive(
              (type, segment, offset, length) -> r.r2 = segment.get(ValueLayout.JAVA_LONG, offset),
              1,
              stopwatch.timeoutNanos(),
              TimeUnit.NANOSECONDS);
      r.r1 = stopwatch.wokenInTime() ? count : LOST;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
