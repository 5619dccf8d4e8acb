package dev.rouse.jmh.peer;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.medium.Medium;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A peer with all that is shared with it, from its start to its end. */
final class Session {
  /** How often to look at the clock, or at the peer, in a wait that spins. */
  private static final int LOOKS = 1 << 14;

  private final Folder folder;
  private final Board board;
  private final Medium medium;
  private final Peer peer;
  private final boolean polled;
  private final List<Link> ends = new ArrayList<>();
  private int spins;

  /**
   * Creates what is shared, starts the peer and waits until it has opened that.
   *
   * @param role what the peer does
   * @param contender what carries the messages
   * @param payload the bytes of each message
   * @param batch after how many messages their sum is published
   */
  Session(Role role, Contender contender, int payload, int batch)
      throws IOException, InterruptedException {
    polled = Medium.isPolled(contender);
    folder = Folder.create();
    board = Board.in(folder.path());
    List<String> names = role == Role.ECHO ? List.of(Role.THERE, Role.BACK) : List.of(Role.THERE);
    medium = Medium.create(contender, payload, folder.path(), names);
    peer = Peer.start(new Task(role, contender, payload, batch, folder.path()));
    while (board.state() == Board.NEW) { // it may be further than that already
      nap();
    }
  }

  Board board() {
    return board;
  }

  Peer peer() {
    return peer;
  }

  /** Takes the sending end of a link. */
  Link sender(String name) throws IOException {
    return kept(medium.sender(name));
  }

  /** Takes the receiving end of a link. */
  Link receiver(String name) throws IOException {
    return kept(medium.receiver(name));
  }

  private Link kept(Link end) {
    ends.add(end);
    return end;
  }

  /** Waits until the peer works. */
  void resume() throws InterruptedException {
    board.command(Board.RUN);
    await(Board.RUNNING);
  }

  /** Takes the processor from a peer that polls, until {@link #resume}; the others sleep anyway. */
  void pause() throws InterruptedException {
    if (polled) {
      board.command(Board.PAUSE);
      await(Board.PAUSED);
    }
  }

  private void await(long state) throws InterruptedException {
    while (board.state() != state) {
      nap();
    }
  }

  private void nap() throws InterruptedException {
    peer.requireAlive();
    Thread.sleep(1);
  }

  /** Spins once, and from time to time checks that the peer lives. */
  void spin() {
    if (++spins % LOOKS == 0) {
      peer.requireAlive();
    }
    Thread.onSpinWait();
  }

  /** Ends the peer by its orders and deletes everything. */
  void stop() throws IOException, InterruptedException {
    board.command(Board.STOP);
    try {
      for (Link end : ends) {
        end.close();
      }
      peer.awaitEnd();
    } finally {
      release();
    }
  }

  /** Deletes everything, after the peer was killed. */
  void release() throws IOException, InterruptedException {
    medium.close();
    board.close();
    folder.close();
  }
}
