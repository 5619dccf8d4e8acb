package dev.rouse.internal.pool.times;

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
 *  128  waiting  64 buckets, see {@link TimeBuckets}
 *  640  running  64 buckets
 * 1152
 * </pre>
 *
 * <p>Each worker has a region of its own, which starts and ends at a multiple of 128 bytes, so two
 * workers never write to the same cache line.
 */
public final class Activity {
  private static final long BUSY = 0;
  private static final long PARKS = BUSY + Long.BYTES;
  private static final long WAKES = PARKS + Long.BYTES;
  private static final long WAITING = Region.ALIGNMENT;
  private static final long HISTOGRAM_BYTES = (long) TimeBuckets.COUNT * Long.BYTES;
  private static final long RUNNING = WAITING + HISTOGRAM_BYTES;
  private static final long BYTES = RUNNING + HISTOGRAM_BYTES;

  /** The lowest bit of the busy word: whether a turn goes on. */
  private static final long IN_TURN = 1;

  private final MemorySegment segment;

  /** See {@link Words}. Nobody else has the region, so nobody closes it. */
  private final long base;

  /** When this began. */
  private final long origin = System.nanoTime();

  /** Makes the numbers of a worker that has done nothing. */
  public Activity() {
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
  public void beginTurn(long now) {
    long busy = get(BUSY) >> 1;
    set(BUSY, (busy - (now - origin)) << 1 | IN_TURN);
  }

  /**
   * The worker runs no job any more. Does nothing if it ran none.
   *
   * @param now the time, as by {@link System#nanoTime}
   */
  public void endTurn(long now) {
    long word = get(BUSY);
    if ((word & IN_TURN) != 0) {
      set(BUSY, ((word >> 1) + (now - origin)) << 1);
    }
  }

  /** The worker goes to sleep. */
  public void parks() {
    add(PARKS, 1);
  }

  /** The worker has slept, and somebody has woken it. */
  public void woken() {
    add(WAKES, 1);
  }

  /**
   * A job has waited for its start.
   *
   * @param nanos how long, in nanoseconds
   * @param jobs how many jobs this one stands for
   */
  public void waited(long nanos, long jobs) {
    add(WAITING + offset(nanos), jobs);
  }

  /**
   * A job has run.
   *
   * @param nanos how long, in nanoseconds
   * @param jobs how many jobs this one stands for
   */
  public void ran(long nanos, long jobs) {
    add(RUNNING + offset(nanos), jobs);
  }

  /** Returns where in a histogram a time is counted; always inside, as there are 64 buckets. */
  private static long offset(long nanos) {
    return (long) TimeBuckets.of(nanos) * Long.BYTES;
  }

  // For any thread.

  /**
   * How long a worker has been there, and for how much of that it was busy.
   *
   * @param elapsedNanos how long it has been there, in nanoseconds
   * @param busyNanos for how much of that it ran jobs, in nanoseconds
   */
  public record Busy(long elapsedNanos, long busyNanos) {}

  /**
   * Returns how busy the worker was so far.
   *
   * @return the times until now
   */
  public Busy busy() {
    // Acquire: the clock is read after the word. A turn that it shows has begun before that, so no
    // time is negative.
    long word = Words.getAcquire(segment, base, BUSY);
    long elapsed = System.nanoTime() - origin;
    return new Busy(elapsed, (word >> 1) + ((word & IN_TURN) == 0 ? 0 : elapsed));
  }

  /**
   * Returns how often the worker has gone to sleep.
   *
   * @return a recent number
   */
  public long parkCount() {
    return get(PARKS);
  }

  /**
   * Returns how often somebody has woken the worker.
   *
   * @return a recent number
   */
  public long wakeCount() {
    return get(WAKES);
  }

  /**
   * Returns how long jobs have waited for their start.
   *
   * @return a new array: the count of each of the {@link TimeBuckets}
   */
  public long[] waiting() {
    return histogram(WAITING);
  }

  /**
   * Returns how long jobs have run.
   *
   * @return a new array: the count of each of the {@link TimeBuckets}
   */
  public long[] running() {
    return histogram(RUNNING);
  }

  private long[] histogram(long offset) {
    long[] buckets = new long[TimeBuckets.COUNT];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = get(offset + (long) i * Long.BYTES);
    }
    return buckets;
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
