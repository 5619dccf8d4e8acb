package dev.rouse.internal.wait;

import dev.rouse.memory.Region;

/**
 * The layout of a waiting end in memory: the words that a {@link Waiter} and its {@link Waker}s
 * share. All numbers are in the machine's byte order.
 *
 * <pre>
 *  offset                       written by
 *       0  state          int   both, by compare-and-set; a value of {@link WaitState}
 *       4  (unused)       int
 *       8  woken at       long  the waker, before it claims the wake: System.nanoTime
 *      16  conversing     long  the waker, before it claims the wake: 1 if it waits for answers
 *      24  (unused)
 *     128  awake waits    long  the waiter: finds without a sleep since the last sleep
 *     136  awake since    long  the waiter: System.nanoTime at the first of them
 *     144  learned        7 longs, the waiter: what {@link LearnedSpin} has learned
 *     200  (unused)
 *     256
 * </pre>
 *
 * The wakers read the first 128 bytes after each publish. The waiter writes its own words during
 * the busiest phases, so they lie on another cache line.
 */
public final class WaitLayout {
  /** The size of a waiting end, in bytes. */
  public static final long BYTE_SIZE = 2L * Region.ALIGNMENT;

  /** Offset of the state. */
  public static final long STATE = 0;

  /** Offset of the instant of the last wake. */
  static final long WOKEN_AT = STATE + Long.BYTES;

  /** Offset of whether the last waker waits for answers, see {@link LearnedSpin}. */
  static final long CONVERSING = WOKEN_AT + Long.BYTES;

  /** Offset of the count of finds without a sleep. */
  public static final long AWAKE_WAITS = Region.ALIGNMENT;

  /** Offset of the instant of the first of these finds. */
  public static final long AWAKE_SINCE = AWAKE_WAITS + Long.BYTES;

  /** Offset of what was learned. */
  static final long LEARNED = AWAKE_SINCE + Long.BYTES;

  private WaitLayout() {}

  static IllegalStateException corruptState(long offset, int state) {
    return new IllegalStateException(
        "the state word at offset %d is %d, expected 0 to 4: the memory was overwritten"
            .formatted(offset, state));
  }
}
