package dev.rouse.jcstress.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/**
 * Claim: a send that races the close is received exactly if it returns. The receiver closes the
 * channel itself, so that two threads are enough for the race.
 */
@JCStressTest
@Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Handed over.")
@Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "Refused.")
@Outcome(expect = FORBIDDEN, desc = "Sent and lost, or refused and received.")
@State
public class ChannelClose {
  private static final int CAPACITY = 128;
  private static final MemorySegment PAYLOAD = MemorySegment.ofArray(new byte[8]);

  private final Channel channel;
  private final Sender sender;
  private final Receiver receiver;
  private final Meeting meeting = new Meeting();

  public ChannelClose() {
    var place = Slab.place(Channel.byteSize(CAPACITY));
    channel = Channel.create(place.region(), place.offset(), CAPACITY);
    sender = channel.sender();
    receiver = channel.receiver();
  }

  @Actor
  public void sender(ZI_Result r) {
    meeting.meet();
    try {
      r.r1 = sender.trySend(1, PAYLOAD, 0, 8);
    } catch (ClosedException e) {
      r.r1 = false;
    }
  }

  @Actor
  public void receiver(ZI_Result r) {
    meeting.meet();
    Jitter.pause();
    channel.close();
    receiver.forEach((type, segment, offset, length) -> r.r2++);
  }
}
