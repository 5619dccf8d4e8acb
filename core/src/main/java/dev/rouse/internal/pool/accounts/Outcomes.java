package dev.rouse.internal.pool.accounts;

import dev.rouse.counter.AtomicCounter;
import dev.rouse.memory.Region;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What has become of the jobs that workers had. Each worker counts in words of its own, which only
 * it writes, and any thread reads.
 */
final class Outcomes {
  // The first words of a worker, for the jobs of submit and of the executor. The next ones are the
  // same for the jobs of submitters.
  private static final int OUTCOMES = 3;
  private static final int WORDS_OF_A_WORKER = 2 * OUTCOMES;

  private final AtomicCounter[] words;

  /** By worker. Apart, as these jobs have not ended. */
  private final AtomicLongArray retried;

  Outcomes(int workers) {
    words = new AtomicCounter[WORDS_OF_A_WORKER * workers];
    Region region = Region.allocate((long) words.length * AtomicCounter.BYTE_SIZE);
    for (int i = 0; i < words.length; i++) {
      words[i] = AtomicCounter.at(region, (long) i * AtomicCounter.BYTE_SIZE);
    }
    retried = new AtomicLongArray(workers);
  }

  /** A worker has ended a job. Volatile: it then looks whether somebody waits. */
  void count(int worker, int outcome) {
    AtomicCounter counter = words[worker * WORDS_OF_A_WORKER + outcome];
    counter.set(counter.getPlain() + 1);
  }

  /** A worker has ended the job of a submitter. Release: the worker looks later who waits. */
  void countSlot(int worker, int outcome) {
    AtomicCounter counter = words[worker * WORDS_OF_A_WORKER + OUTCOMES + outcome];
    counter.setRelease(counter.getPlain() + 1);
  }

  /** A job is tried again. */
  void countRetry(int worker) {
    retried.setRelease(worker, retried.getPlain(worker) + 1);
  }

  /** Returns how many jobs all workers have ended, without those of submitters. */
  long sum() {
    return sumOfWords(0);
  }

  /** Returns how many jobs of submitters all workers have ended. */
  long sumOfSlots() {
    return sumOfWords(OUTCOMES);
  }

  private long sumOfWords(int first) {
    long sum = 0;
    for (int i = first; i < words.length; i += WORDS_OF_A_WORKER) {
      for (int word = 0; word < OUTCOMES; word++) {
        sum += words[i + word].get();
      }
    }
    return sum;
  }

  /** Returns how many jobs of submitters a worker has ended: a recent number. */
  long slotsOf(int worker) {
    long sum = 0;
    for (int outcome = 0; outcome < OUTCOMES; outcome++) {
      sum += words[worker * WORDS_OF_A_WORKER + OUTCOMES + outcome].getOpaque();
    }
    return sum;
  }

  /** Returns how many jobs a worker has ended in one way. */
  long of(int worker, int outcome) {
    int first = worker * WORDS_OF_A_WORKER + outcome;
    return words[first].get() + words[first + OUTCOMES].get();
  }

  /** Returns how many jobs of a worker were tried again. */
  long retriesOf(int worker) {
    return retried.getAcquire(worker);
  }
}
