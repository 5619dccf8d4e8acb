package dev.rouse.internal.wait;

/**
 * Makes sure that enough stack is left for steps in which a {@link StackOverflowError} must not
 * occur. The virtual machine has no call that tells how much is left; the only way to find out is
 * to use it.
 */
final class StackReserve {
  /**
   * The number of nested calls, once the code is warm. A compiled frame of {@link #descend} takes
   * some 50 to 100 bytes; a wake nests about 15 calls down to the system call, most of them small.
   */
  private static final int DEPTH = 64;

  /**
   * The same at first. A descent is compiled long before the code of a wake is, because it calls
   * itself, and an interpreted wake takes several times as much stack as a compiled descent.
   */
  private static final int COLD_DEPTH = 768;

  /** How many descents are deep. */
  private static final int COLD_DESCENTS = 20_000;

  /** How many were, counted until there were enough. Two threads may count one together. */
  private static int descents;

  /** Holds what {@link #require} computes, so that no compiler removes the descent. */
  @SuppressWarnings("UnusedVariable")
  private static long used;

  private StackReserve() {}

  /**
   * Returns if there is enough stack left for a wake or the end of a wait.
   *
   * @throws StackOverflowError if not; nothing was done
   */
  static void require() {
    int depth = DEPTH;
    if (descents < COLD_DESCENTS) {
      descents++;
      depth = COLD_DEPTH;
    }
    if (descend(depth, 1, 2, 3, 4, 5, 6) == 0) {
      used = 1;
    }
  }

  /** The arguments are used after the call, so that a compiled frame must hold them. */
  @SuppressWarnings("InfiniteRecursion")
  private static long descend(int depth, long a, long b, long c, long d, long e, long f) {
    if (depth == 0) {
      return a + b + c + d + e + f;
    }
    long below = descend(depth - 1, a + 1, b + a, c + b, d + c, e + d, f + e);
    return below ^ a ^ b ^ c ^ d ^ e ^ f;
  }
}
