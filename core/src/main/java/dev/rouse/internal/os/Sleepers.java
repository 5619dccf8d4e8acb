package dev.rouse.internal.os;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Which threads of this process sleep, and in which memory. Closing a region uses it to wake the
 * threads that sleep in its memory. It is accessed only before and after a sleep, and when a region
 * is closed. The entries are the nodes of the lists, so that a sleep allocates nothing. There are
 * several lists, so that threads rarely contend for one.
 */
public final class Sleepers {
  private static final int LISTS = 64;
  private static final Sleepers[] ALL = new Sleepers[LISTS];

  static {
    for (int i = 0; i < LISTS; i++) {
      ALL[i] = new Sleepers();
    }
  }

  private @Nullable Entry first;

  private Sleepers() {}

  /** One place where a thread may sleep. */
  public abstract static class Entry {
    private final MemorySegment.Scope scope;
    private @Nullable Entry previous;
    private @Nullable Entry next;
    private boolean listed;
    private volatile boolean dismissed;

    /**
     * Makes an entry, which is not listed yet.
     *
     * @param scope the lifetime of the memory in which the thread sleeps
     */
    protected Entry(MemorySegment.Scope scope) {
      this.scope = scope;
    }

    /** Wakes the thread that sleeps here, if there is one; may be called without a sleeper. */
    protected abstract void wake();

    /**
     * Tells whether the region was closed, so that the thread must not sleep any more.
     *
     * @return true once the thread has been told to leave
     */
    public final boolean isDismissed() {
      return dismissed;
    }
  }

  /**
   * Lists an entry. Called before its thread sleeps, by that thread.
   *
   * @param entry the entry
   */
  public static void add(Entry entry) {
    Sleepers list = listOf(entry);
    synchronized (list) {
      if (entry.listed) {
        return; // left by a sleep that an error ended
      }
      entry.listed = true;
      entry.previous = null;
      entry.next = list.first;
      if (entry.next != null) {
        entry.next.previous = entry;
      }
      list.first = entry;
    }
  }

  /**
   * Takes an entry off its list. Called after its thread has slept, by that thread.
   *
   * @param entry the entry
   */
  public static void remove(Entry entry) {
    Sleepers list = listOf(entry);
    synchronized (list) {
      if (!entry.listed) {
        return;
      }
      entry.listed = false;
      Entry previous = entry.previous;
      Entry next = entry.next;
      if (previous == null) {
        list.first = next;
      } else {
        previous.next = next;
      }
      if (next != null) {
        next.previous = previous;
      }
      entry.previous = null;
      entry.next = null;
    }
  }

  /**
   * Tells all threads that sleep in some memory to leave, and wakes them.
   *
   * @param scope the lifetime of the memory
   * @throws RuntimeException if one could not be woken; all others were
   */
  public static void dismiss(MemorySegment.Scope scope) {
    Throwable failure = null;
    for (Sleepers list : ALL) {
      synchronized (list) {
        for (Entry entry = list.first; entry != null; entry = entry.next) {
          if (entry.scope.equals(scope)) {
            entry.dismissed = true;
            try {
              entry.wake();
            } catch (RuntimeException | Error e) {
              failure = e; // the others are woken all the same
            }
          }
        }
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private static Sleepers listOf(Entry entry) {
    return ALL[System.identityHashCode(entry) & (LISTS - 1)];
  }
}
