package dev.rouse.jmh.peer;

import static dev.rouse.jmh.contender.OwnWords.FIRST;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import java.io.IOException;
import java.util.function.LongConsumer;

/** Sends numbers to a peer, one at a time, and checks that each comes back. */
public final class Echoing {
  private static final int SENT = FIRST;
  private static final int RECEIVED = SENT + 1;

  private final Session session;
  private final Link there;
  private final Link back;
  private final LongConsumer sink = this::receive;

  /** How many were sent, and what came last. */
  private final long[] own = OwnWords.allocate(2);

  /**
   * Starts the peer.
   *
   * @param contender what carries the messages, of 8 bytes, in both directions
   */
  public Echoing(Contender contender) throws IOException, InterruptedException {
    session = new Session(Role.ECHO, contender, Long.BYTES, 1);
    // In the order in which the peer takes the other ends: that of a pipe waits for it.
    there = session.sender(Role.THERE);
    back = session.receiver(Role.BACK);
    session.resume();
  }

  /** Returns the sending end, for tests that break what is sent. */
  Link link() {
    return there;
  }

  /** Returns the peer, for tests that end it. */
  Peer peer() {
    return session.peer();
  }

  /** Lets the peer work, after a {@link #pause}. */
  public void resume() throws InterruptedException {
    session.resume();
  }

  /** Takes the processor from a peer that polls. */
  public void pause() throws InterruptedException {
    session.pause();
  }

  private void receive(long value) {
    own[RECEIVED] = value;
  }

  /**
   * Sends the next number and waits until it is back.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if something else came back, or the peer has ended
   */
  public void roundTrip() throws InterruptedException {
    long value = own[SENT]++ & (Links.VALUES - 1);
    there.send(value);
    int found;
    while ((found = back.receive(sink)) == 0) {
      session.spin();
    }
    if (found != 1 || own[RECEIVED] != value) {
      throw new IllegalStateException(
          "sent %d, received %d numbers, the last is %d".formatted(value, found, own[RECEIVED]));
    }
  }

  /** Ends the peer. */
  public void stop() throws IOException, InterruptedException {
    session.stop();
  }
}
