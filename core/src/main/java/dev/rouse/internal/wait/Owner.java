package dev.rouse.internal.wait;

/**
 * Which thread waits, so that a second one is refused. Taken and released by every wait that does
 * not end at once, so it has cache lines of its own.
 */
@SuppressWarnings("unused") // the padding after the field
final class Owner extends OwnerField {
  private long after0;
  private long after1;
  private long after2;
  private long after3;
  private long after4;
  private long after5;
  private long after6;
  private long after7;
  private long after8;
  private long after9;
  private long after10;
  private long after11;
  private long after12;
  private long after13;
  private long after14;
  private long after15;

  /**
   * Makes the calling thread the owner, which waits.
   *
   * @throws IllegalStateException if another thread waits
   */
  void enter() {
    Thread self = Thread.currentThread();
    // A CAS, so that of two threads that arrive together one is refused. No thread has the id 0.
    long other = (long) OWNER.compareAndExchange(this, 0L, self.threadId());
    if (other != 0) {
      throw new IllegalStateException(
          "a second waiter: %s would wait where the thread with id %d waits, expected one thread at a time"
              .formatted(self, other));
    }
  }
}
