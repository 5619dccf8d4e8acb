package dev.rouse.jcstress.inbox;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.Idle;
import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Stopwatch;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJ_Result;

/**
 * Claim: other work that appears while the receiver goes to sleep wakes it. The work is made with
 * an opaque store, which orders nothing: that the receiver does not miss it is up to the wake.
 */
@JCStressTest
@Outcome(id = "0, 7", expect = ACCEPTABLE, desc = "The work was found.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class InboxIdle {
  private static final int CAPACITY = 16;
  private static final int LOST = -2;

  private final AtomicLong work = new AtomicLong();
  private final Inbox inbox = Inbox.create();
  private final InboxReceiver receiver = inbox.receiver();
  private final Meeting meeting = new Meeting();

  public InboxIdle() {
    inbox.newLongSender(CAPACITY, value -> {});
  }

  @Actor
  public void other() {
    meeting.meet();
    Jitter.pause();
    work.setOpaque(7);
    inbox.wake();
  }

  @Actor
  public void receiver(IJ_Result r) {
    meeting.meet();
    Stopwatch stopwatch = new Stopwatch();
    int count =
        receiver.receiveUninterruptibly(
            1,
            new Idle() {
              @Override
              public boolean hasWork() {
                return work.getAcquire() != 0;
              }

              @Override
              public long sleepNanos() {
                return stopwatch.timeoutNanos();
              }
            });
    r.r1 = stopwatch.wokenInTime() ? count : LOST;
    r.r2 = work.getAcquire();
  }
}
