package dev.rouse.internal.wait;

/**
 * What a thread has done as a publisher, for its waits, and the other way round: two ends that
 * answer each other meet in the threads that use them, whichever channels lie between. Only the
 * slow paths of both touch it.
 *
 * <p>The notes are in a table with few places, found by the thread's id, so that none is allocated:
 * a publisher has already published when it comes here, and nothing may fail. A thread that finds
 * another one's note at its place has none, and replaces it. A lost note costs a guess.
 */
final class WakeNote {
  /** For how many wakes a thread that waits for answers says so, unless it waits again. */
  private static final long WAKES_IN_CONVERSATION = 16;

  private static final int PLACES = 64;

  /** Longs from one place to the next: two cache lines. */
  private static final int STRIDE = 16;

  /** The thread's id, 1 bit for "woke another end", and how many more wakes say "conversing". */
  private static final long[] NOTES = new long[PLACES * STRIDE];

  private static final int ID_SHIFT = 8;
  private static final long WOKE = 1L << (ID_SHIFT - 1);
  private static final long WAKES_LEFT = WOKE - 1;

  private WakeNote() {}

  /**
   * Notes that the current thread wakes another end.
   *
   * @return whether the thread waits for answers
   */
  static boolean wakes() {
    long id = Thread.currentThread().threadId();
    long note = get(id);
    boolean conversing = (note & WAKES_LEFT) != 0;
    NOTES[place(id)] = (conversing ? note - 1 : note) | WOKE;
    return conversing;
  }

  /**
   * Called when a wait begins.
   *
   * @return whether the current thread has woken another end since its previous wait
   */
  static boolean beginWait() {
    long id = Thread.currentThread().threadId();
    long note = get(id);
    NOTES[place(id)] = note & ~WOKE;
    return (note & WOKE) != 0;
  }

  /**
   * Called when a wait has ended.
   *
   * @param conversing whether the current thread waits for answers
   */
  static void endWait(boolean conversing) {
    long id = Thread.currentThread().threadId();
    NOTES[place(id)] = (get(id) & ~WAKES_LEFT) | (conversing ? WAKES_IN_CONVERSATION : 0);
  }

  private static long get(long id) {
    long note = NOTES[place(id)];
    return note >>> ID_SHIFT == id ? note : id << ID_SHIFT;
  }

  private static int place(long id) {
    return (int) (id & (PLACES - 1)) * STRIDE;
  }
}
