package dev.rouse.internal.wait;

/**
 * Makes sure that enough stack is left for steps in which a {@link StackOverflowError} must not
 * occur. The virtual machine has no call that tells how much is left; the only way to find out is
 * to use it.
 */
final class StackReserve {
  /**
   * The number of nested calls. A compiled frame of {@link #descend} takes some 50 to 100 bytes, an
   * interpreted one more; a wake nests about 15 calls down to the system call, most of them small.
   * {@link Waker} has linked these calls before: to link one nests some twenty more.
   */
  private static final int DEPTH = 64;

  /** Holds what {@link #require} computes, so that no compiler removes the descent. */
  @SuppressWarnings("UnusedVariable")
  private static long used;

  private StackReserve() {}

  /**
   * Returns if there is enough stack left for a wake.
   *
   * @throws StackOverflowError if not; nothing was done
   */
  static void require() {
    if (descend(DEPTH, 1, 2, 3, 4, 5, 6) == 0) {
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
