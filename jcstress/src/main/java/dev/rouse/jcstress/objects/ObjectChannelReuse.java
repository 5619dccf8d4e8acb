package dev.rouse.jcstress.objects;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.ObjectChannel;
import dev.rouse.channel.ObjectReceiver;
import dev.rouse.channel.ObjectSender;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Claim: over several laps, each object is received once, in order and complete: who gets it sees
 * what was written to it before.
 */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "Some of the objects, in order.")
@Outcome(expect = FORBIDDEN, desc = "Out of order, missing, twice, or not complete.")
@State
public class ObjectChannelReuse {
  private static final int CAPACITY = 4;
  private static final int OBJECTS = 8 * CAPACITY;

  /** With a field that is not final: only the channel makes what was written visible. */
  private static final class Box {
    private int value;
  }

  private final ObjectSender<Box> sender;
  private final ObjectReceiver<Box> receiver;
  private final Meeting meeting = new Meeting();
  private int expected;
  private boolean inOrder = true;

  public ObjectChannelReuse() {
    ObjectChannel<Box> channel = ObjectChannel.allocate(CAPACITY);
    sender = channel.sender();
    receiver = channel.receiver();
  }

  @Actor
  public void sender() {
    meeting.meet();
    int misses = 0;
    for (int next = 1; next <= OBJECTS && misses < 1_000; ) {
      Box box = new Box();
      box.value = next;
      if (sender.trySend(box)) {
        next++;
      } else {
        misses++; // at most so many: the receiver may be done
      }
    }
  }

  @Actor
  public void receiver(Z_Result r) {
    meeting.meet();
    Jitter.pause();
    for (int i = 0; i < OBJECTS && expected < OBJECTS; i++) {
      Box box = receiver.poll();
      if (box != null) {
        take(box);
      }
      receiver.drain(this::take, 2);
    }
    r.r1 = inOrder;
  }

  private void take(Box box) {
    inOrder &= box.value == ++expected;
  }
}
