package dev.rouse.internal.wait;

import dev.rouse.internal.os.Membarrier;
import java.lang.invoke.VarHandle;

/**
 * A StoreLoad barrier whose price one side pays for both: of two threads that each store, fence and
 * load what the other has stored, at least one sees the other's store, if one of them uses {@link
 * #light} and the other one {@link #heavy}, or both {@link #heavy}.
 *
 * <p>Where the system has {@code membarrier}, the light fence orders only what the compiler does,
 * and the heavy one takes some microseconds; {@link Waiter} has the argument. Elsewhere both are
 * full fences.
 */
public final class AsymmetricFence {
  private static final boolean ASYMMETRIC = Membarrier.isAvailable();

  private AsymmetricFence() {}

  /** The fence of the side that passes often. */
  public static void light() {
    if (ASYMMETRIC) {
      // In HotSpot, a node over which the compilers move neither a store nor a load, see Waker.
      VarHandle.storeStoreFence();
    } else {
      VarHandle.fullFence();
    }
  }

  /** The fence of the side that passes seldom. */
  public static void heavy() {
    Reach.PROCESS.heavyFence();
  }
}
