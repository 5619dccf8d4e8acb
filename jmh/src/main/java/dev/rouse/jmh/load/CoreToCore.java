package dev.rouse.jmh.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long a cache line takes from one processor to the other: half of a round trip
 * between two threads that do nothing else. On a virtual machine it says where the host has its
 * processors at the moment.
 */
final class CoreToCore {
  // Nothing but the word itself goes over, so opaque would be enough; release and acquire cost the
  // same on the processors that are measured, and are what the links use.
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  /** Indices of two words that are more than a cache line from each other and from the rest. */
  private static final int THERE = 16;

  private static final int BACK = 48;
  private static final int WORDS = 64;

  private static final long END = -1;
  private static final int ROUND_TRIPS = 500;

  /** So many that a few in which the host or another process took a processor do not count. */
  private static final int BLOCKS = 11;

  /** Enough for all blocks unless somebody else has the processors. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private CoreToCore() {}

  /**
   * Measures, for some milliseconds.
   *
   * @return the median in nanoseconds; NaN where there is a single processor
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  static double nanos() throws InterruptedException {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      return Double.NaN;
    }
    long[] words = new long[WORDS];
    Thread partner = Thread.ofPlatform().name("core-to-core").daemon().start(() -> sendBack(words));
    try {
      return median(words) / (2.0 * ROUND_TRIPS);
    } finally {
      WORD.setRelease(words, THERE, END);
      partner.join();
    }
  }

  private static long median(long[] words) {
    long[] blocks = new long[BLOCKS];
    long start = System.nanoTime();
    int done = 0;
    while (done < BLOCKS && (done == 0 || System.nanoTime() - start < MOST_NANOS)) {
      long blockStart = System.nanoTime();
      roundTrips(words, (long) done * ROUND_TRIPS);
      blocks[done++] = System.nanoTime() - blockStart;
    }
    Arrays.sort(blocks, 0, done);
    return blocks[done / 2];
  }

  private static void roundTrips(long[] words, long sent) {
    for (long value = sent + 1; value <= sent + ROUND_TRIPS; value++) {
      WORD.setRelease(words, THERE, value);
      // No pause: it would be measured too.
      while ((long) WORD.getAcquire(words, BACK) != value) {}
    }
  }

  private static void sendBack(long[] words) {
    long last = 0;
    while (last != END) {
      long value = (long) WORD.getAcquire(words, THERE);
      if (value != last) {
        WORD.setRelease(words, BACK, value);
        last = value;
      }
    }
  }
}
