package dev.rouse.jcstress.inbox;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Stopwatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * Claim: a sender that is made while the receiver goes to sleep wakes it with what it sends. The
 * receiver must not sleep because it has looked at an older list of channels.
 */
@JCStressTest
@Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "It was received.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up or what was sent was lost.")
@State
public class InboxNewSender {
  private static final int CAPACITY = 2;
  private static final int LOST = -2;

  private final Inbox inbox = Inbox.create();
  private final InboxReceiver receiver = inbox.receiver();
  private final Meeting meeting = new Meeting();

  /** Of the receiver's thread. */
  private long received;

  @Actor
  public void sender() {
    meeting.meet();
    Jitter.pause();
    inbox.<Long>newObjectSender(CAPACITY, value -> received = value).trySend(7L);
  }

  @Actor
  public void receiver(IJ_Result r) {
    meeting.meet();
    try {
      Stopwatch stopwatch = new Stopwatch();
      int count = receiver.receive(1, stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
      r.r1 = stopwatch.wokenInTime() ? count : LOST;
      r.r2 = received;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
