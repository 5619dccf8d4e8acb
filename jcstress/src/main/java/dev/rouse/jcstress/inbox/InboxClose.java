package dev.rouse.jcstress.inbox;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.channel.ObjectSender;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.wait.ClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * Claim: a send that races the close of the inbox is received exactly if it returns. The receiver
 * closes it itself, so that two threads are enough for the race.
 */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Handed over.")
@Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "Refused.")
@Outcome(expect = FORBIDDEN, desc = "Sent and lost, or refused and received.")
@State
public class InboxClose {
  private static final int CAPACITY = 2;

  private final Inbox inbox = Inbox.create();
  private final ObjectSender<Long> sender;
  private final InboxReceiver receiver = inbox.receiver();
  private final Meeting meeting = new Meeting();

  /** Of the receiver's thread. */
  private int received;

  public InboxClose() {
    sender = inbox.newObjectSender(CAPACITY, value -> received++);
  }

  @Actor
  public void sender(ZI_Result r) {
    meeting.meet();
    try {
      r.r1 = sender.trySend(1L);
    } catch (ClosedException e) {
      r.r1 = false;
    }
  }

  @Actor
  public void receiver(ZI_Result r) {
    meeting.meet();
    Jitter.pause();
    inbox.close();
    receiver.receiveAll();
    r.r2 = received;
  }
}
