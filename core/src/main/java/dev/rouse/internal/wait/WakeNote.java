package dev.rouse.internal.wait;

/**
 * What the current thread has done as a publisher, for its waits, and the other way round: two ends
 * that answer each other meet in the threads that use them, whichever channels lie between. Only
 * the slow paths of both touch it.
 */
final class WakeNote {
  private static final ThreadLocal<WakeNote> CURRENT = ThreadLocal.withInitial(WakeNote::new);

  private boolean woke;
  private boolean conversing;

  private WakeNote() {}

  /**
   * Notes that the current thread wakes another end.
   *
   * @return whether the thread waits for answers
   */
  static boolean wakes() {
    WakeNote note = CURRENT.get();
    note.woke = true;
    return note.conversing;
  }

  /**
   * Called when a wait begins.
   *
   * @return whether the current thread has woken another end since its previous wait
   */
  static boolean beginWait() {
    WakeNote note = CURRENT.get();
    boolean woke = note.woke;
    note.woke = false;
    return woke;
  }

  /**
   * Called when a wait has ended.
   *
   * @param conversing whether the current thread waits for answers
   */
  static void endWait(boolean conversing) {
    CURRENT.get().conversing = conversing;
  }
}
