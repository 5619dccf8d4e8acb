package dev.rouse.jmh.peer;

/** A pair of turns, and the thread at the other end of them. */
public final class Partner {
  private final Turn there;
  private final Turn back;
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param turn the kind of turn, see {@link Turn#of}
   */
  public Partner(String turn) {
    there = Turn.of(turn);
    back = Turn.of(turn);
    thread = Thread.ofPlatform().name("partner").daemon().start(this::run);
  }

  private void run() {
    try {
      while (true) {
        there.take();
        back.give();
      }
    } catch (InterruptedException e) {
      // The end. A partner that spins without looking at interrupts ends with the JVM.
    }
  }

  /** Gives the turn and waits until it is back. */
  public void roundTrip() throws InterruptedException {
    there.give();
    back.take();
  }

  /** Ends the thread. */
  public void stop() {
    thread.interrupt();
  }
}
