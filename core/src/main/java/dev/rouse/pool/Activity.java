package dev.rouse.pool;

import dev.rouse.internal.memory.Words;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;

/**
 * What one worker does with its time: how long it was busy, how often it slept and was woken, and
 * how long jobs have waited and run. Only the worker's thread writes, and any thread reads, at any
 * time; neither waits for the other. If the thread is replaced, the start of the next one passes
 * this on.
 *
 * <p>All writes are opaque: each word is a number of its own, and nothing else is published by it.
 * So a write is a plain store, and a reader sees words of slightly different moments.
 *
 * <pre>
 *    0  busy     nanoseconds, see {@link #beginTurn}
 *    8  parks
 *   16  wakes
 *  128  waiting  64 buckets, see {@link TimeHistogram}
 *  640  running  64 buckets
 * 1152
 * </pre>
 *
 * <p>Each worker has a region of its own, which starts and ends at a multiple of 128 bytes, so two
 * workers never write to the same cache line.
 */
final class Activity {
  private static final long BUSY = 0;
  private static final long PARKS = BUSY + Long.BYTES;
  private static final long WAKES = PARKS + Long.BYTES;
  private static final long WAITING = Region.ALIGNMENT;
  private static final long HISTOGRAM_BYTES = (long) TimeHistogram.BUCKETS * Long.BYTES;
  private static final long RUNNING = WAITING + HISTOGRAM_BYTES;
  private static final long BYTES = RUNNING + HISTOGRAM_BYTES;

  /** The lowest bit of the busy word: whether a turn goes on. */
  private static final long IN_TURN = 1;

  private final MemorySegment segment;

  /** See {@link Words}. Nobody else has the region, so nobody closes it. */
  private final long base;

  /** When this began. */
  private final long origin = System.nanoTime();

  Activity() {
    segment = Region.allocate(BYTES).segment();
    base = Words.base(segment);
  }

  // For the worker's thread.

  /**
   * The worker begins to run jobs. While it does, the busy word is what it was minus the start of
   * the turn, so that a reader needs one word to add what the present turn has taken so far. A long
   * job counts as busy time while it runs.
   *
   * @param now the time, as by {@link System#nanoTime}
   */
  void beginTurn(long now) {
    long busy = get(BUSY) >> 1;
    set(BUSY, (busy - (now - origin)) << 1 | IN_TURN);
  }

  /** The worker runs no job any more. Does nothing if it ran none. */
  void endTurn(long now) {
    long word = get(BUSY);
    if ((word & IN_TURN) != 0) {
      set(BUSY, ((word >> 1) + (now - origin)) << 1);
    }
  }

  /** The worker goes to sleep. */
  void parks() {
    add(PARKS, 1);
  }

  /** The worker has slept, and somebody has woken it. */
  void woken() {
    add(WAKES, 1);
  }

  /**
   * A job has waited for its start.
   *
   * @param jobs how many jobs this one stands for
   */
  void waited(long nanos, long jobs) {
    add(WAITING + offset(nanos), jobs);
  }

  /**
   * A job has run.
   *
   * @param jobs how many jobs this one stands for
   */
  void ran(long nanos, long jobs) {
    add(RUNNING + offset(nanos), jobs);
  }

  /** Returns where in a histogram a time is counted; always inside, as there are 64 buckets. */
  private static long offset(long nanos) {
    return (long) TimeHistogram.bucketOf(nanos) * Long.BYTES;
  }

  // For any thread.

  /** How long a worker has been there, and for how much of that it was busy. */
  record Busy(long elapsedNanos, long busyNanos) {}

  Busy busy() {
    // Acquire: the clock is read after the word. A turn that it shows has begun before that, so no
    // time is negative.
    long word = Words.getAcquire(segment, base, BUSY);
    long elapsed = System.nanoTime() - origin;
    return new Busy(elapsed, (word >> 1) + ((word & IN_TURN) == 0 ? 0 : elapsed));
  }

  long parkCount() {
    return get(PARKS);
  }

  long wakeCount() {
    return get(WAKES);
  }

  TimeHistogram waiting() {
    return histogram(WAITING);
  }

  TimeHistogram running() {
    return histogram(RUNNING);
  }

  private TimeHistogram histogram(long offset) {
    long[] buckets = new long[TimeHistogram.BUCKETS];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = get(offset + (long) i * Long.BYTES);
    }
    return TimeHistogram.of(buckets);
  }

  private long get(long offset) {
    return Words.getOpaque(segment, base, offset);
  }

  private void set(long offset, long value) {
    Words.setOpaque(segment, base, offset, value);
  }

  /** Not atomic: one thread writes. */
  private void add(long offset, long amount) {
    set(offset, get(offset) + amount);
  }
}
