package dev.rouse.internal.wait;

import dev.rouse.internal.common.FieldPadding;
import dev.rouse.internal.common.PaddedLong;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Numbered turns of one thread, from 1 on, that others can take away as long as they have not
 * begun. Nearly all turns begin, so beginning one takes neither an atomic instruction nor a fence.
 *
 * <p>The thread says which turn it is about to begin, and then looks whether turns are being taken
 * away. Who takes turns away says so first, and then looks which one has begun. Between the two
 * steps of the thread is a light fence, and between those of the other one a heavy one, see {@link
 * AsymmetricFence}. So either the thread sees that turns are being taken away: then it waits for
 * the lock, and skips its turn if it is among those that were taken. Or the other one sees that the
 * turn has begun, and does not take it. If both see each other, both agree that it has begun.
 */
public abstract class RevocableTurns extends FieldPadding {
  private static final VarHandle REVOKED;
  private static final VarHandle TAKEN_UP_TO;

  static {
    try {
      var lookup = MethodHandles.lookup();
      REVOKED = lookup.findVarHandle(RevocableTurns.class, "revoked", long.class);
      TAKEN_UP_TO = lookup.findVarHandle(RevocableTurns.class, "takenUpTo", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * The last turn that has begun, or was skipped. Only the thread writes it, in each turn; so it
   * shares no cache line with the fields below, which others look at.
   */
  private final PaddedLong begun = PaddedLong.create();

  /** Whether turns may have been taken away that were not skipped yet: 0 or 1. Under the lock. */
  @SuppressWarnings("unused") // through REVOKED
  private long revoked;

  /** The first of the turns that were taken away and that the thread may not have skipped yet. */
  private long takenFrom;

  /** The last one; before the first one if there are none. Both under the lock. */
  private long takenUpTo;

  private RevocableTurns() {}

  /**
   * Makes turns, none of which has begun.
   *
   * @return new turns
   */
  public static RevocableTurns create() {
    return new Padded();
  }

  /**
   * Begins the next turn. For the one thread whose turns they are.
   *
   * @return false if the turn was taken away; the next call is about the one after it
   */
  public final boolean begin() {
    long turn = begun.getAcquire() + 1;
    begun.setRelease(turn);
    AsymmetricFence.light();
    return (long) REVOKED.getOpaque(this) == 0 || isStillMine(turn);
  }

  private synchronized boolean isStillMine(long turn) {
    if (turn >= takenUpTo) {
      REVOKED.setOpaque(this, 0L);
    }
    return turn < takenFrom || turn > takenUpTo;
  }

  /**
   * Returns the last turn that has begun, or was skipped. For any thread: a recent value.
   *
   * @return the turn, 0 if none has begun
   */
  public final long begun() {
    return begun.getAcquire();
  }

  /**
   * Tells whether turns were taken away that the thread has not skipped yet. For any thread: a
   * recent state.
   *
   * @return true if there are such turns
   */
  public final boolean isSkipping() {
    long upTo = (long) TAKEN_UP_TO.getOpaque(this);
    return upTo != 0 && begun() < upTo; // mostly none were ever taken away
  }

  /**
   * Begins to take turns away. The caller must hold the lock of this object until it has called
   * {@link #takeAway}, or has decided not to.
   *
   * @return the first turn that can be taken away
   * @throws IllegalStateException if the system refuses the heavy fence; nothing is taken away
   */
  public final synchronized long firstToTakeAway() {
    REVOKED.setOpaque(this, 1L);
    AsymmetricFence.heavy();
    long current = begun();
    if (current > takenUpTo) { // it has skipped what was taken away before
      TAKEN_UP_TO.setOpaque(this, current);
      takenFrom = current + 1;
    }
    return takenUpTo + 1;
  }

  /**
   * Takes turns away, from the {@linkplain #firstToTakeAway first} that can be.
   *
   * @param last the last one
   */
  public final synchronized void takeAway(long last) {
    TAKEN_UP_TO.setOpaque(this, Math.max(takenUpTo, last));
  }

  /** Adds 128 bytes of padding after the fields, see {@link FieldPadding}. */
  @SuppressWarnings("unused") // they only take space
  private static final class Padded extends RevocableTurns {
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
  }
}
