package dev.rouse.jcstress.longs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Claim: an array that is sent during the close is received as far as the send tells. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "As many were received as were sent.")
@Outcome(expect = FORBIDDEN, desc = "Some were sent and lost, or refused and received.")
@State
public class LongChannelCloseInBatch {
  private static final int CAPACITY = 16;
  private static final long[] VALUES = {0, 1, 2, 3, 4, 5, 6, 7};

  private final LongChannel channel;
  private final LongSender sender;
  private final LongReceiver receiver;
  private final Meeting meeting = new Meeting();
  private volatile int sent = -1;

  public LongChannelCloseInBatch() {
    var place = Slab.place(LongChannel.byteSize(CAPACITY));
    channel = LongChannel.create(place.region(), place.offset(), CAPACITY, WaitPolicy.adaptive());
    sender = channel.sender();
    receiver = channel.receiver();
  }

  @Actor
  public void sender() {
    meeting.meet();
    int count = 0;
    try {
      count = sender.trySend(VALUES, 0, VALUES.length);
    } catch (ClosedException e) {
      // None was sent.
    }
    sent = count;
  }

  @Actor
  public void receiver(Z_Result r) {
    meeting.meet();
    Jitter.pause();
    channel.close();
    int[] received = {0};
    boolean[] inOrder = {true};
    receiver.forEach(value -> inOrder[0] &= value == received[0]++);
    while (sent < 0) {
      Thread.onSpinWait(); // the other actor does not wait for this one
    }
    r.r1 = inOrder[0] && received[0] == sent;
  }
}
