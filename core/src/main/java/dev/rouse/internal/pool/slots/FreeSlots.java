package dev.rouse.internal.pool.slots;

/**
 * The free slots of a submitter. The next one is the first that is free after the one taken last,
 * and after the last slot the first one. So slots are used one after the other in memory, which
 * makes long runs and which processors fetch ahead, in whatever order they were freed. For one
 * thread.
 */
public final class FreeSlots {
  private static final int WORD = 6;

  /** A bit for each slot: whether it is free. */
  private final long[] free;

  /** A bit for each word of those: whether it is not 0. */
  private final long[] words;

  private int size;

  /** The slot after the one that was taken last; may be one too many. */
  private int cursor;

  /**
   * Makes the slots from 0, all free.
   *
   * @param count how many
   */
  public FreeSlots(int count) {
    free = new long[(count + Long.SIZE - 1) >>> WORD];
    words = new long[(free.length + Long.SIZE - 1) >>> WORD];
    for (int i = 0; i < count; i++) {
      add(i);
    }
  }

  /**
   * Returns how many slots are free.
   *
   * @return the number
   */
  public int size() {
    return size;
  }

  /**
   * Returns the slot that is taken next; there must be one.
   *
   * @return the slot
   */
  public int peek() {
    int word = cursor >>> WORD;
    if (word < free.length) {
      long bits = free[word] & (-1L << cursor);
      if (bits != 0) {
        return first(word, bits);
      }
    }
    word = nextWord(word + 1);
    return first(word, free[word]);
  }

  private static int first(int word, long bits) {
    return (word << WORD) + Long.numberOfTrailingZeros(bits);
  }

  /** Returns the first word from a place on, or from the start, that is not 0. */
  private int nextWord(int from) {
    int at = from >>> WORD;
    if (at < words.length) {
      long bits = words[at] & (-1L << from);
      if (bits != 0) {
        return first(at, bits);
      }
    }
    for (int i = 1; i <= words.length; i++) {
      int next = (at + i) % words.length;
      if (words[next] != 0) {
        return first(next, words[next]);
      }
    }
    throw new IllegalStateException("no slot is free");
  }

  /**
   * Takes a slot that {@link #peek} has returned; others may have been freed since.
   *
   * @param slot the slot
   */
  public void take(int slot) {
    int word = slot >>> WORD;
    free[word] &= ~(1L << slot);
    if (free[word] == 0) {
      words[word >>> WORD] &= ~(1L << word);
    }
    cursor = slot + 1;
    size--;
  }

  /**
   * A slot is free again.
   *
   * @param slot the slot
   */
  public void add(int slot) {
    int word = slot >>> WORD;
    free[word] |= 1L << slot;
    words[word >>> WORD] |= 1L << word;
    size++;
  }
}
