package dev.rouse.jcstress.objects;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.ObjectChannel;
import dev.rouse.channel.ObjectReceiver;
import dev.rouse.channel.ObjectSender;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/** Claim: an object that is sent while the receiver goes to sleep wakes it. */
@JCStressTest
@Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "It was received.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up or what was sent was lost.")
@State
public class ObjectChannelWake {
  private static final int CAPACITY = 2;
  private static final int LOST = -2;

  private final ObjectSender<Long> sender;
  private final ObjectReceiver<Long> receiver;
  private final Meeting meeting = new Meeting();

  public ObjectChannelWake() {
    ObjectChannel<Long> channel = ObjectChannel.allocate(CAPACITY, WaitPolicy.adaptive());
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
