package dev.rouse.internal.wait;

import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartLook;
import dev.rouse.internal.inspect.PartRepair;
import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;

/** Looks from outside at the waiting ends in the parts of a region file. */
public final class WaitInspection {
  private WaitInspection() {}

  /**
   * Returns what the one who waits at an end does at present.
   *
   * @param part the part
   * @param offset where the waiting end is
   * @return a word for it
   */
  public static String describe(PartLook part, long offset) {
    int state = part.getInt(offset);
    return switch (state) {
      case WaitState.COOL -> "awake";
      case WaitState.SLEEPING -> "asleep";
      case WaitState.HOT -> "busy";
      case WaitState.CLOSED -> "closed";
      default -> "unknown (" + state + ")";
    };
  }

  /**
   * Tells whether an end is closed.
   *
   * @param part the part
   * @param offset where the waiting end is
   * @return true if so; it stays so
   */
  public static boolean isClosed(PartLook part, long offset) {
    return part.getInt(offset) == WaitState.CLOSED;
  }

  /**
   * Checks a waiting end.
   *
   * @param part the part
   * @param offset where the waiting end is
   * @param role whose it is
   * @param findings gets what is found
   */
  public static void check(PartLook part, long offset, int role, Findings findings) {
    int state = part.getInt(offset);
    switch (state) {
      case WaitState.COOL, WaitState.CLOSED -> {}
      case WaitState.SLEEPING, WaitState.HOT -> {
        // A new holder resets the state after it has got the lock. So if the lock is free between
        // two reads of the same state, that was left by an earlier holder, or a later one, too.
        if (!part.isHeld(role) && part.getInt(offset) == state && !part.isHeld(role)) {
          findings.note(
              "the %s is said to be %s, and there is none: the next one resets that"
                  .formatted(part.roleName(role), state == WaitState.HOT ? "busy" : "asleep"));
        }
      }
      default ->
          findings.error(
              "the state of the %s is %d, expected 0, 2, 3 or 4"
                  .formatted(part.roleName(role), state));
    }
  }

  /**
   * Resets what an earlier holder of a role has left, as {@link Waiter} does for the next one.
   *
   * @param part the part
   * @param offset where the waiting end is
   * @param role whose it is
   */
  public static void reset(PartRepair part, long offset, int role) {
    if (!part.mayRepair(role)) {
      return;
    }
    MemorySegment memory = part.look().memory();
    long base = Words.base(memory);
    int state = Words.getIntVolatile(memory, base, offset);
    if (state != WaitState.HOT && !WaitState.isAnnounced(state)) {
      return;
    }
    // A compare-and-set, because anybody may close the end meanwhile.
    if (Words.compareAndSetInt(memory, base, offset, state, WaitState.COOL)) {
      // A publisher that has just read HOT may have its publish still in its store buffer. The next
      // holder does not find HOT, so it makes no barrier: it is made here, before that one can get
      // the role.
      Reach.MACHINE.heavyFence();
      part.done(
          "the %s was said to be %s, it is reset"
              .formatted(part.look().roleName(role), state == WaitState.HOT ? "busy" : "asleep"));
    }
  }

  /**
   * Completes the close of an end.
   *
   * @param part the part
   * @param offset where the waiting end is
   */
  public static void close(PartRepair part, long offset) {
    Waker.shared(part.look().memory(), offset).close();
  }
}
