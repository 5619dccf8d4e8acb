package dev.rouse.jmh.contender;

/** A pair of turns, and the thread at the other end of them. */
public final class Partner {
  private final Turn there;
  private final Turn back;
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param turn how it is given and taken, see {@link Turn#of}
   */
  public Partner(Contender turn) {
    there = Turn.of(turn);
    back = Turn.of(turn);
    thread = Thread.ofPlatform().name("partner").daemon().start(this::run);
  }

  private void run() {
    try {
      while (true) {
        there.take().run();
        back.give().run();
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  /** Gives the turn and waits until it is back. */
  public void roundTrip() throws InterruptedException {
    there.give().run();
    back.take().run();
  }

  /** Ends the thread. */
  public void stop() {
    thread.interrupt();
  }
}
