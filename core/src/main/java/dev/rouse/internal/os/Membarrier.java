package dev.rouse.internal.os;

import java.lang.foreign.Arena;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The heavy side of an asymmetric barrier: {@code membarrier(2)}, private and expedited. It makes
 * every running thread of the process execute a full barrier, so that the other threads need no
 * fence.
 *
 * <p>Where it is not available, {@link #isAvailable} is false and {@link #reason} says why.
 */
public final class Membarrier {
  /** The system property that turns {@code membarrier} off, if it is {@code symmetric}. */
  public static final String PROPERTY = "rouse.barrier";

  private static final long QUERY = 0;
  private static final long PRIVATE_EXPEDITED = 1 << 3;
  private static final long REGISTER_PRIVATE_EXPEDITED = 1 << 4;

  /** Why it is not available, or null. Registers the process, once. */
  private static final @Nullable String UNAVAILABLE =
      register("private", PRIVATE_EXPEDITED, REGISTER_PRIVATE_EXPEDITED);

  private Membarrier() {}

  /**
   * Registers this process for one of the expedited commands.
   *
   * @param kind what the command is called, for the message
   * @param command the command
   * @param registration the command that registers for it
   * @return why it is not available, or null
   */
  static @Nullable String register(String kind, long command, long registration) {
    String chosen = System.getProperty(PROPERTY, "auto");
    if (chosen.equals("symmetric")) {
      return "the system property " + PROPERTY + " is symmetric";
    }
    if (!chosen.equals("auto")) {
      return "the system property " + PROPERTY + ": " + chosen + ", expected auto or symmetric";
    }
    if (SystemCalls.UNAVAILABLE != null) {
      return SystemCalls.UNAVAILABLE;
    }
    long supported = call(QUERY);
    if (supported < 0) {
      return "membarrier(2) is refused with error " + -supported;
    }
    if ((supported & command) == 0) {
      return "this kernel's membarrier(2) has no " + kind + " expedited command";
    }
    long registered = call(registration);
    return registered < 0 ? "membarrier(2) refuses to register, error " + -registered : null;
  }

  /**
   * Tells whether {@link #barrier} may be called.
   *
   * @return true where the process is registered
   */
  public static boolean isAvailable() {
    return UNAVAILABLE == null;
  }

  /**
   * Tells why it is not available.
   *
   * @return the reason, empty where it is available
   */
  public static String reason() {
    return UNAVAILABLE == null ? "" : UNAVAILABLE;
  }

  /**
   * Makes every running thread of this process execute a full memory barrier, this one included.
   *
   * @throws IllegalStateException if the system refuses it, which it may do for a registered
   *     process only for lack of memory
   */
  public static void barrier() {
    barrier(PRIVATE_EXPEDITED);
  }

  /** Makes a barrier by a command for which the process is registered. */
  static void barrier(long command) {
    if (SystemCalls.membarrierWithoutError(command) < 0) {
      throw new IllegalStateException("membarrier(2) failed");
    }
    // The call is a full barrier for the processor. The fence keeps the compiler from moving
    // anything over it, although no compiler moves memory accesses over a native call.
    VarHandle.fullFence();
  }

  private static long call(long command) {
    return SystemCalls.membarrier(Arena.ofAuto().allocate(SystemCalls.errorLayout()), command);
  }
}
