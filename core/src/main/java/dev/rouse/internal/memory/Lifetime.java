package dev.rouse.internal.memory;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;

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

  /** How to end the use of each user. A lifetime does not keep its users. */
  private final Map<Object, Consumer<Object>> users = new WeakHashMap<>();

  private volatile boolean ended;

  private Lifetime() {}

  /**
   * Returns the lifetime of some memory.
   *
   * @param segment the memory, of an automatic arena
   * @return the lifetime, the same for all segments of the arena
   */
  public static Lifetime of(MemorySegment segment) {
    synchronized (ALL) {
      return ALL.computeIfAbsent(segment.scope(), ignored -> new Lifetime());
    }
  }

  /**
   * Notes a user of some memory.
   *
   * @param segment the memory, of an automatic arena
   * @param user the user
   * @param invalidate ends its use; called at the end of the lifetime, or at once if that has come.
   *     Must not block, nor refer to the user
   * @param <T> the type of the user, which has the identity of {@link Object}
   */
  @SuppressWarnings("unchecked") // the user's type is that of its own entry
  public static <T> void use(MemorySegment segment, T user, Consumer<T> invalidate) {
    of(segment).add(user, (Consumer<Object>) invalidate);
  }

  private synchronized void add(Object user, Consumer<Object> invalidate) {
    if (ended) {
      invalidate.accept(user);
    } else {
      users.put(user, invalidate);
    }
  }

  /** Ends the lifetime: every use that begins after it throws. May be called again. */
  public synchronized void end() {
    users.forEach((user, invalidate) -> invalidate.accept(user));
    users.clear();
    ended = true; // last: who sees it also sees that all use has ended
  }

  /**
   * Tells whether the lifetime has ended.
   *
   * @return true after {@link #end}
   */
  public boolean hasEnded() {
    return ended;
  }
}
