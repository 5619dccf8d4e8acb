package dev.rouse.jmh.peer;

import static dev.rouse.jmh.contender.OwnWords.FIRST;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.load.Messages;
import java.io.IOException;

/** Sends batches to a peer as fast as it goes, and checks the sum of what arrived there. */
public final class Streaming {
  private final Session session;
  private final Link link;
  private final int messages;
  private final long sumOfBatch;
  private final long[] sent = OwnWords.allocate(1);

  /**
   * Starts the peer.
   *
   * @param contender what carries the messages
   * @param payload the bytes of each message
   * @param messages how many make a batch
   */
  public Streaming(Contender contender, int payload, int messages)
      throws IOException, InterruptedException {
    this.session = new Session(Role.ADD_UP, contender, payload, messages);
    this.link = session.sender(Role.THERE);
    this.messages = messages;
    this.sumOfBatch = Messages.sum(messages, payload);
    session.resume();
  }

  /** Returns the sending end, for tests that break what is sent. */
  Link link() {
    return link;
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

  /**
   * Sends a batch and waits until all of it has arrived.
   *
   * @return the sum of all messages so far
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if the sum is wrong, or the peer has ended
   */
  public long transfer() throws InterruptedException {
    Messages.send(link, messages);
    long batches = ++sent[FIRST];
    Board board = session.board();
    while (board.count() != batches * messages) {
      session.spin();
    }
    long sum = board.sum();
    if (sum != batches * sumOfBatch) {
      throw new IllegalStateException(
          "sum of %d batches: %d, expected %d".formatted(batches, sum, batches * sumOfBatch));
    }
    return sum;
  }

  /** Returns the processor time that the peer's Java threads have taken so far, in nanoseconds. */
  public long peerCpuNanos() throws IOException {
    return session.peer().cpuNanos();
  }

  /** Ends the peer. */
  public void stop() throws IOException, InterruptedException {
    session.stop();
  }
}
