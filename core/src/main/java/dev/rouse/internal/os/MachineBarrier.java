package dev.rouse.internal.os;

import org.jspecify.annotations.Nullable;

/**
 * As {@link Membarrier}, for the threads of all processes of the machine that have registered:
 * {@code membarrier(2)}, global and expedited. The first use of this class registers this process,
 * and from then on the barriers of others interrupt its running threads.
 *
 * <p>The barrier reaches registered processes only. A thread of any other process must fence.
 */
public final class MachineBarrier {
  private static final long GLOBAL_EXPEDITED = 1 << 1;
  private static final long REGISTER_GLOBAL_EXPEDITED = 1 << 2;

  private static final @Nullable String UNAVAILABLE =
      Membarrier.register("global", GLOBAL_EXPEDITED, REGISTER_GLOBAL_EXPEDITED);

  private MachineBarrier() {}

  /**
   * Tells whether this process is registered, and {@link #barrier} may be called.
   *
   * @return true if so
   */
  public static boolean isAvailable() {
    return UNAVAILABLE == null;
  }

  /**
   * As {@link #barrier}, also if this process is not registered: its threads are then not reached,
   * those of the others are.
   *
   * @return false if the system does not let this process make the call
   */
  public static boolean tryBarrier() {
    return SystemCalls.UNAVAILABLE == null
        && SystemCalls.membarrierWithoutError(GLOBAL_EXPEDITED) >= 0;
  }

  /**
   * Makes every running thread of every registered process execute a full memory barrier, this
   * thread included.
   *
   * @throws IllegalStateException if the system refuses it, which it may do only for lack of memory
   */
  public static void barrier() {
    Membarrier.barrier(GLOBAL_EXPEDITED);
  }
}
