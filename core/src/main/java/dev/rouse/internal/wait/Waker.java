package dev.rouse.internal.wait;

import static dev.rouse.internal.wait.WaitState.CLOSED;
import static dev.rouse.internal.wait.WaitState.COOL;
import static dev.rouse.internal.wait.WaitState.HOT;

import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.os.Futex;
import dev.rouse.internal.os.Membarrier;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The publishing side of a waiting end: wakes a sleeping {@link Waiter} after a publish, and closes
 * the waiting end. For any number of threads; never blocks. {@link Waiter} explains the protocol.
 */
public final class Waker {
  static {
    // The virtual machine links a call when it first comes to it, which takes much stack. Between a
    // claim and its wake there may not be as much, so these calls are made once before.
    MemorySegment scratch = Arena.ofAuto().allocate(WaitLayout.BYTE_SIZE, Long.BYTES);
    Futex futex = Futex.isAvailable() ? Futex.of(scratch.asSlice(0, Integer.BYTES)) : null;
    Waker waker = new Waker(scratch, 0, futex, new ParkedThread());
    // A class whose initialization has failed stays unusable, so it must not happen at the end of
    // the stack either.
    WakeNote.wakes();
    WakeNote.beginWait();
    Membarrier.isAvailable();
    waker.wakeSleeper(WaitState.PARKING);
    waker.wakeSleeper(WaitState.SLEEPING);
    waker.restore(WaitState.SLEEPING);
  }

  /** Bounds the claims also if another process writes the state all the time. */
  private static final int MOST_CLAIMS = 64;

  private final MemorySegment segment;
  private final long offset;
  private final @Nullable Futex futex;
  private final ParkedThread parked;

  /** See {@link Words}. */
  private long base;

  /**
   * Makes the waker of a waiter.
   *
   * @param segment where the waiting end lives
   * @param offset where it starts, in bytes
   * @param futex where platform threads sleep, or null for none
   * @param parked which thread sleeps in LockSupport
   */
  Waker(MemorySegment segment, long offset, @Nullable Futex futex, ParkedThread parked) {
    this.segment = segment;
    this.base = Words.base(segment);
    this.offset = offset;
    this.futex = futex;
    this.parked = parked;
    // Not through the waiter, which this waker may outlive.
    Lifetime.use(segment, this, waker -> waker.base = Words.CLOSED);
  }

  /**
   * Makes the waker of a waiter that may be in another process.
   *
   * @param segment where the waiting end lives, in a mapped file
   * @param offset where it starts, in bytes
   * @return the waker
   */
  public static Waker shared(MemorySegment segment, long offset) {
    return new Waker(segment, offset, sharedFutex(segment, offset), new ParkedThread());
  }

  static @Nullable Futex sharedFutex(MemorySegment segment, long offset) {
    return Futex.isAvailable()
        ? Reach.MACHINE.futex(segment.asSlice(offset + WaitLayout.STATE, Integer.BYTES))
        : null; // its waiter never sleeps for long, see Napping
  }

  /**
   * Wakes a sleeping waiter. Called after each publish, by any thread.
   *
   * @return false if the waiting end is closed: the waiter may have left without seeing what was
   *     published
   */
  public boolean wake() {
    return isHot(segment, base, offset) || wakeUnlessHot();
  }

  /**
   * The first step of {@link #wake}, for a publisher that has the place of the waiting end in its
   * own fields: a waker is another object, whose fields would be read for each publish.
   *
   * @param segment where the waiting end lives
   * @param base its base, see {@link Words}
   * @param offset where it starts, in bytes
   * @return true if the waiter does not sleep, so that nothing is left to do
   */
  public static boolean isHot(MemorySegment segment, long base, long offset) {
    // The caller's publish must precede the read of the state in the machine code. Java has no
    // fence for the compiler alone; this one is, in HotSpot, a node that takes all memory as its
    // input and gives all memory as its output (like every VarHandle fence), so neither compiler
    // moves a store or a load over it. On x86 it emits no instruction, on AArch64 a light one.
    VarHandle.storeStoreFence();
    // Acquire: a thread that reads CLOSED sees what the closer did before.
    return Words.getIntAcquire(segment, base, offset) == HOT;
  }

  /**
   * As {@link #wake}, for a caller whose publish was an atomic instruction with the memory effect
   * of a volatile write, such as a compare-and-set. It needs no fence, whatever the state is.
   *
   * @return false if the waiting end is closed
   */
  public boolean wakeAfterAtomic() {
    // StoreLoad between the publish and this read: volatile accesses have one total order. On x86
    // the atomic instruction is a full barrier. On AArch64 it stores with release, this read loads
    // with acquire (LDAR), and the processor keeps such a load after an earlier releasing store. A
    // plain load could overtake it.
    int state = Words.getIntVolatile(segment, base, offset);
    return WaitState.isAnnounced(state) ? wakeAnnounced(state) : state != CLOSED;
  }

  /**
   * The rest of {@link #wake}, after {@link #isHot} has returned false.
   *
   * @return false if the waiting end is closed
   */
  public boolean wakeUnlessHot() {
    // StoreLoad between the caller's publish and the second read of the state.
    VarHandle.fullFence();
    int state = Words.getIntAcquire(segment, base, offset);
    return WaitState.isAnnounced(state) ? wakeAnnounced(state) : state != CLOSED;
  }

  /** A method of its own, so that the compiler inlines only the frequent case: no announcement. */
  private boolean wakeAnnounced(int announced) {
    // Before the claim: a stack overflow between claim and wake would lose the wake.
    StackReserve.require();
    return claim(announced, WakeNote.wakes() ? 1 : 0);
  }

  /** Wakes the waiter, as a publisher does, for a thread that interrupts it. */
  void wakeInterrupted() {
    StackReserve.require();
    int state = Words.getIntVolatile(segment, base, offset);
    if (WaitState.isAnnounced(state)) {
      claim(state, 0);
    }
  }

  private boolean claim(int announced, long conversing) {
    int state = announced;
    // Few turns: who finds another announcement at the end was not needed. The waiter made it after
    // this publisher's barrier, and looks at the condition after it.
    for (int turn = 0; turn < MOST_CLAIMS && WaitState.isAnnounced(state); turn++) {
      // The waiter learns from it; the CAS publishes it. Written before the CAS, because nothing
      // that can throw may come between the claim and the wake.
      Words.setOpaque(segment, base, offset + WaitLayout.WOKEN_AT, System.nanoTime());
      Words.setOpaque(segment, base, offset + WaitLayout.CONVERSING, conversing);
      int witness = Words.compareAndExchangeInt(segment, base, offset, state, COOL);
      if (witness == state) {
        wakeSleeper(state);
        return true;
      }
      state = witness;
    }
    return state != CLOSED;
  }

  /** Wakes the waiter whose announcement the caller has claimed; restores it if that fails. */
  private void wakeSleeper(int announced) {
    try {
      if (announced == WaitState.SLEEPING && futex != null) {
        futex.wake();
      } else {
        parked.unpark();
      }
    } catch (Throwable t) {
      // The waiter was not woken, and no other thread would: let the next publish or close retry.
      try {
        restore(announced);
      } catch (IllegalStateException closed) {
        t.addSuppressed(closed); // the region was closed, which wakes its sleepers itself
      }
      throw t;
    }
  }

  private void restore(int announced) {
    Words.compareAndSetInt(segment, base, offset, COOL, announced);
  }

  /**
   * Closes the waiting end and wakes its waiter. May be called any number of times. Each call
   * wakes, so that a failed call can be repeated.
   */
  public void close() {
    long base = this.base; // read once: the region may be closed meanwhile
    if (base == Words.CLOSED) {
      return; // the close of the region has woken the waiter
    }
    StackReserve.require();
    // A volatile swap: a thread that sees CLOSED also sees what the closer did before.
    Words.getAndSetInt(segment, base, offset, CLOSED);
    // Whatever the state was: a publisher may have taken the announcement away and failed to wake.
    // Where nobody sleeps, both do nothing.
    try {
      parked.unpark();
    } finally {
      if (futex != null) {
        futex.wake();
      }
    }
  }

  /**
   * Tells whether the waiting end was closed.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return isClosed(segment, base, offset);
  }

  /**
   * As {@link #isClosed()}, for a caller that has the place of the waiting end in its own fields.
   *
   * @param segment where the waiting end lives
   * @param base its base, see {@link Words}
   * @param offset where it starts, in bytes
   * @return true if it was closed
   */
  public static boolean isClosed(MemorySegment segment, long base, long offset) {
    // Acquire pairs with the swap in close.
    return Words.getIntAcquire(segment, base, offset) == CLOSED;
  }

  /**
   * Returns the name of the state, for messages and debugging.
   *
   * @return HOT, COOL, PARKING, SLEEPING or CLOSED
   */
  @Override
  public String toString() {
    return WaitState.name(Words.getIntAcquire(segment, base, offset));
  }
}
