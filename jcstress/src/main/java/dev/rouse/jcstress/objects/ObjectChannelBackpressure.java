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
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Claim: space that is freed while the sender goes to sleep wakes it. */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "It was sent once there was space.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class ObjectChannelBackpressure {
  private static final int CAPACITY = 2;

  private final ObjectSender<Long> sender;
  private final ObjectReceiver<Long> receiver;
  private final Meeting meeting = new Meeting();

  public ObjectChannelBackpressure() {
    ObjectChannel<Long> channel = ObjectChannel.allocate(CAPACITY, WaitPolicy.adaptive());
    sender = channel.sender();
    receiver = channel.receiver();
    while (sender.trySend(1L)) {
      // until it is full
    }
  }

  @Actor
  public void sender(ZI_Result r) {
    meeting.meet();
    try {
      Stopwatch stopwatch = new Stopwatch();
      boolean sent = sender.send(2L, stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      r.r1 = sent && stopwatch.wokenInTime();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Actor
  public void receiver(ZI_Result r) {
    meeting.meet();
    Jitter.pause();
    r.r2 = receiver.drain(value -> {}, 1);
  }
}
