package dev.rouse.jcstress.spin;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.jcstress.suite.Slab;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/**
 * Claim: a receiver that polls a channel in a loop sees that it has ended: nothing of it is
 * hoisted.
 */
@JCStressTest(Mode.Termination)
@Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The reader has seen the write.")
@Outcome(expect = FORBIDDEN, desc = "The reader spins for ever.")
@State
public class ChannelSpin {
  private static final int CAPACITY = 128;

  private final Channel channel;
  private final Receiver receiver;

  public ChannelSpin() {
    var place = Slab.place(Channel.byteSize(CAPACITY));
    channel = Channel.create(place.region(), place.offset(), CAPACITY);
    receiver = channel.receiver();
  }

  @Actor
  public void receiver() {
    while (receiver.drain((type, segment, offset, length) -> {}, 1) != Receiver.END_OF_STREAM) {
      // Nothing that would keep a compiler from hoisting the reads.
    }
  }

  @Signal
  public void closer() {
    channel.close();
  }
}
