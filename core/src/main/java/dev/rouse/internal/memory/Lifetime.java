package dev.rouse.internal.memory;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long the memory of a region may be used. Whoever accesses it through {@link Words} keeps its
 * base in a field of its own, and says here how to invalidate it; the end of the lifetime does so
 * for all of them. So an access needs to look at nothing but the base, which it needs anyway.
 *
 * <p>The memory is not released by the end: that is left to the garbage collector, which does it
 * when no segment of it can be reached. A thread that has read the base just before the end
 * therefore never accesses released memory.
 */
public final class Lifetime {
  /** By the scope of the memory, which all segments of a region share. */
  private static final Map<MemorySegment.Scope, Lifetime> ALL = new WeakHashMap<>();

  /** How many users there must be at least before those that are gone are taken off the list. */
  private static final int FIRST_SWEEP = 64;

  /** The lifetime that was last asked for: what is built in a region asks several times. */
  private static volatile @Nullable Known last;

  /** The users as a list, because a user comes often and is asked for once. */
  private @Nullable Use first;

  private int count;
  private int sweepAt = FIRST_SWEEP;
  private volatile boolean ended;

  private Lifetime() {}

  /**
   * Returns the lifetime of some memory.
   *
   * @param segment the memory, of an automatic arena
   * @return the lifetime, the same for all segments of the arena
   */
  public static Lifetime of(MemorySegment segment) {
    MemorySegment.Scope scope = segment.scope();
    Known known = last;
    if (known != null && known.refersTo(scope)) {
      return known.lifetime;
    }
    synchronized (ALL) {
      Lifetime lifetime = ALL.computeIfAbsent(scope, ignored -> new Lifetime());
      last = new Known(scope, lifetime);
      return lifetime;
    }
  }

  /**
   * Notes a user of some memory.
   *
   * @param segment the memory, of an automatic arena
   * @param user the user
   * @param invalidate ends its use; called at the end of the lifetime, or at once if that has come.
   *     Must not block, nor refer to the user
   * @param <T> the type of the user
   */
  public static <T> void use(MemorySegment segment, T user, Consumer<T> invalidate) {
    of(segment).add(user, invalidate, false);
  }

  /**
   * Notes somebody who may have to be woken when the use of some memory ends.
   *
   * @param segment the memory, of an automatic arena
   * @param sleeper who may sleep
   * @param wake wakes it; called when the use has ended for all users, or at once if it has, and
   *     again by a further {@link #end} if it fails. Must not block, nor refer to the sleeper
   * @param <T> the type of the sleeper
   * @return keeps the sleeper reachable while it sleeps
   */
  public static <T> Use wakeAtEnd(MemorySegment segment, T sleeper, Consumer<T> wake) {
    return of(segment).add(sleeper, wake, true);
  }

  @SuppressWarnings("unchecked") // the user's type is that of its own entry
  private synchronized <T> Use add(T user, Consumer<T> action, boolean wakes) {
    Use use = new Use(user, (Consumer<Object>) action, wakes, first);
    if (ended) {
      action.accept(user);
      return use;
    }
    first = use;
    count++;
    if (count == sweepAt) {
      sweep();
    }
    return use;
  }

  /**
   * Takes those off the list that are gone; rarely enough to cost little for each user. The list is
   * whole after each step, so a stack overflow in the middle loses nobody.
   */
  private void sweep() {
    int kept = 0;
    Use lastKept = null;
    for (Use use = first; use != null; use = use.next) {
      if (!use.refersTo(null)) {
        lastKept = use;
        kept++;
      } else if (lastKept == null) {
        first = use.next;
      } else {
        lastKept.next = use.next;
      }
    }
    count = kept;
    sweepAt = Math.max(FIRST_SWEEP, 2 * kept);
  }

  /**
   * Ends the lifetime: every use that begins after it throws. May be called again.
   *
   * @throws RuntimeException if somebody could not be woken; all others were. Another call tries
   *     again
   */
  public synchronized void end() {
    for (Use use = first; use != null; use = use.next) {
      if (!use.wakes) {
        use.end();
      }
    }
    ended = true; // who sees it also sees that all use has ended
    // Only now: a wake writes CLOSED as the state of a waiting end. A user that does not know yet
    // that the use has ended would take it for an end that was closed.
    wakeAll();
  }

  private void wakeAll() {
    Use failed = null;
    Throwable failure = null;
    for (Use use = first; use != null; ) {
      Use next = use.next;
      try {
        if (use.wakes) {
          use.end();
        }
      } catch (RuntimeException | Error e) {
        failure = e;
        use.next = failed;
        failed = use;
      }
      use = next;
    }
    first = failed;
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /**
   * Tells whether the lifetime has ended.
   *
   * @return true after {@link #end}
   */
  public boolean hasEnded() {
    return ended;
  }

  /** A user of the memory, or a sleeper. A lifetime keeps it only while {@link #keep} says so. */
  public static final class Use extends WeakReference<Object> {
    private final Consumer<Object> action;
    private final boolean wakes;
    private @Nullable Use next;

    @SuppressWarnings("UnusedVariable") // for the garbage collector only
    private @Nullable Object kept;

    Use(Object user, Consumer<Object> action, boolean wakes, @Nullable Use next) {
      super(user);
      this.action = action;
      this.wakes = wakes;
      this.next = next;
    }

    /**
     * Keeps the sleeper while it sleeps: nothing else need refer to a virtual thread that waits for
     * something of which only it knows. For the sleeper's thread. A plain store is enough: only the
     * garbage collector reads it, after it has stopped the thread or while that is asleep, and the
     * fence of an announcement lies between this store and the sleep.
     *
     * @param sleeper the sleeper, or null when it has slept
     */
    public void keep(@Nullable Object sleeper) {
      kept = sleeper;
    }

    private void end() {
      Object user = get();
      if (user != null) {
        action.accept(user);
      }
    }
  }

  /** A lifetime and the scope that it belongs to, which it does not keep. */
  private static final class Known extends WeakReference<MemorySegment.Scope> {
    private final Lifetime lifetime;

    Known(MemorySegment.Scope scope, Lifetime lifetime) {
      super(scope);
      this.lifetime = lifetime;
    }
  }
}
