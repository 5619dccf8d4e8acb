package dev.rouse.internal.wait;

import dev.rouse.internal.memory.Words;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;

/**
 * How long a waiting end spins before it sleeps: what its policy says, or what it has learned from
 * its recent waits (see {@link WaitPolicy}). What it has learned is off the heap, in words that
 * only the waiting thread accesses, so the accesses are plain.
 *
 * <p>Two ends that answer each other find their waits long only because the other one sleeps. Each
 * knows when it had to wake the other one ({@link WakeNote}): then it is in a conversation, and so
 * is the end that it wakes. In a conversation the time that waking up takes is left out when a wait
 * is judged, and a spin is long enough for it. So both can find out that they need not sleep.
 */
final class LearnedSpin {
  /**
   * By how much a long wait lowers the score; a short one raises it by 1. A spin without success
   * costs about as much as the sleep that follows it. A spin that succeeds saves one sleep but
   * costs its own time. So spinning pays if clearly more than half of the waits are short.
   */
  static final long LONG_WAIT_LOSS = 2;

  /**
   * The largest score: this divided by {@link #LONG_WAIT_LOSS} is how many long waits in a row end
   * the spinning.
   */
  static final long HIGHEST_SCORE = 8;

  /** Waits from one probe to the next: at first; doubled with each probe. */
  static final long FIRST_PROBE_INTERVAL = 64;

  /** Waits from one probe to the next, at most. */
  static final long LONGEST_PROBE_INTERVAL = 1024;

  /** Consecutive probes, as long as they succeed: until the other end spins, too. */
  static final long PROBES_IN_A_ROW = 4;

  /** The length of a probe as a multiple of a short wait: longer than it takes to wake a thread. */
  static final long SPINS_OF_PROBE = 5;

  /** The length of a spin in a conversation as a multiple of a short wait. */
  static final long SPINS_IN_CONVERSATION = 2;

  /** A wake counts as immediate if it comes within a short wait divided by this. */
  static final long AT_ONCE = 10;

  /** For how many waits a thread that has woken another end expects answers. */
  static final long WAITS_IN_CONVERSATION = 16;

  /** The score after an answer: two long waits in a row end the spinning. */
  static final long SCORE_AFTER_ANSWER = 2 * LONG_WAIT_LOSS;

  /**
   * For how many answers an end keeps spinning for the next one although both sleep: until a
   * scheduler that has put both threads on one processor notices that it should not, which may take
   * some hundred milliseconds.
   */
  static final long ANSWERS_WITHOUT_SUCCESS = 4096;

  /** After these, answers from one that counts to the next. */
  static final long ANSWER_INTERVAL = 16;

  /** How many of these answers are forgotten when a spin succeeds. */
  static final long ANSWERS_FORGOTTEN = 64;

  /** The longest time that waking up is taken to last, as a multiple of a short wait. */
  static final long WAKE_AT_MOST = 10;

  /** The size of the words, in bytes. */
  static final long BYTE_SIZE = 7 * Long.BYTES;

  private final MemorySegment segment;
  private final boolean parks;
  private final boolean learning;
  private final long shortNanos;
  private final long conversingNanos;
  private final long probeNanos;
  private final long score;
  private final long probeInterval;
  private final long waitsToProbe;
  private final long probesLeft;
  private final long conversation;
  private final long wakeNanos;
  private final long answers;

  /** See {@link Words}; the waiter invalidates it. */
  long base;

  LearnedSpin(MemorySegment segment, long offset, WaitPolicy policy) {
    this.segment = segment;
    this.base = Words.base(segment);
    this.parks = policy.parks();
    this.learning = policy.isLearning();
    this.shortNanos = policy.spinNanos();
    this.conversingNanos = times(SPINS_IN_CONVERSATION);
    this.probeNanos = times(SPINS_OF_PROBE);
    this.score = offset;
    this.probeInterval = score + Long.BYTES;
    this.waitsToProbe = probeInterval + Long.BYTES;
    this.probesLeft = waitsToProbe + Long.BYTES;
    this.conversation = probesLeft + Long.BYTES;
    this.wakeNanos = conversation + Long.BYTES;
    this.answers = wakeNanos + Long.BYTES;
  }

  private long times(long factor) {
    return shortNanos > Deadline.FOREVER / factor ? Deadline.FOREVER : shortNanos * factor;
  }

  /**
   * Returns how long to spin now, in nanoseconds. At first, waits are expected to be long.
   *
   * <p>Where they are expected to be short, a thread in a conversation gives the other one the time
   * to wake up, or to return from waking this one, which takes as long.
   *
   * @param wokeOther whether this thread had to wake another end since its previous wait
   */
  long nanos(boolean wokeOther) {
    if (!parks) {
      return Deadline.FOREVER;
    }
    if (!learning) {
      return shortNanos;
    }
    long waits = wokeOther ? WAITS_IN_CONVERSATION : Words.get(segment, base, conversation) - 1;
    Words.set(segment, base, conversation, Math.max(0, waits));
    if (isSpinning()) {
      return isInConversation() ? conversingNanos : shortNanos;
    }
    return probes() ? probeNanos : 0;
  }

  private boolean isSpinning() {
    return Words.get(segment, base, score) > 0;
  }

  /**
   * Tells whether this end waits for answers: its thread has lately woken another end, or was woken
   * by a thread that waits for answers.
   */
  boolean isInConversation() {
    return Words.get(segment, base, conversation) > 0;
  }

  /**
   * Tells whether to probe: to spin for longer than a short wait lasts, although a long wait is
   * expected. Two ends that answer each other may find their waits long only because the other one
   * sleeps. Neither would ever notice that the waits are short when both are awake. If one stays
   * awake for a few waits, as long as the other takes to wake up, both notice. Probes are rare, so
   * that they cost next to nothing where the waits are long for other reasons. Where it is known
   * that the other one slept, none is needed: see {@link #slept}.
   */
  private boolean probes() {
    long more = Words.get(segment, base, probesLeft);
    if (more > 0) {
      Words.set(segment, base, probesLeft, more - 1);
      return true;
    }
    long left = Words.get(segment, base, waitsToProbe);
    if (left > 0) {
      Words.set(segment, base, waitsToProbe, left - 1);
      return false;
    }
    long interval = Words.get(segment, base, probeInterval);
    if (interval == 0) {
      // The very first wait. An end that waits only a few times is not worth a probe.
      Words.set(segment, base, probeInterval, FIRST_PROBE_INTERVAL / 2);
      Words.set(segment, base, waitsToProbe, FIRST_PROBE_INTERVAL - 1);
      return false;
    }
    interval = Math.clamp(2 * interval, FIRST_PROBE_INTERVAL, LONGEST_PROBE_INTERVAL);
    Words.set(segment, base, probeInterval, interval);
    Words.set(segment, base, waitsToProbe, interval);
    Words.set(segment, base, probesLeft, PROBES_IN_A_ROW - 1);
    return true;
  }

  /**
   * Notes that a spin ended without success.
   *
   * @param nanos the longest time that the spin could take, as {@link #nanos} returned it
   */
  void failed(long nanos) {
    if (isProbe(nanos)) {
      Words.set(segment, base, probesLeft, 0L);
    }
  }

  /**
   * Notes that a spin succeeded.
   *
   * @param nanos the longest time that the spin could take, as {@link #nanos} returned it
   * @param start when the wait started
   */
  void succeeded(long nanos, long start) {
    if (!learning) {
      return;
    }
    Words.set(
        segment, base, answers, Math.max(0, Words.get(segment, base, answers) - ANSWERS_FORGOTTEN));
    // The clock is read only after a probe: any other spin is short.
    note(!isProbe(nanos) || System.nanoTime() - start <= shortNanos);
  }

  /**
   * Notes a wait that continued after the spin. One that ended early for another reason than the
   * condition tells nothing about how long it would have been.
   *
   * @param met whether the condition was met
   * @param start when the wait started
   * @param wokenAt when a publisher last woke this end; before the start if it was for an earlier
   *     wait
   * @param wokeOther as for {@link #nanos}
   * @param conversing whether the thread that woke this end waits for answers
   */
  void slept(boolean met, long start, long wokenAt, boolean wokeOther, boolean conversing) {
    if (!learning) {
      return;
    }
    boolean answering = wokeOther || (conversing && wokenAt >= start);
    if (answering) {
      Words.set(segment, base, conversation, WAITS_IN_CONVERSATION);
    }
    long now = System.nanoTime();
    boolean early = now - start <= shortNanos;
    if (!met) {
      if (!early) {
        note(false);
      }
      return;
    }
    long soon = wokenAt - start;
    if (soon < 0) {
      note(early);
      return;
    }
    wokeUp(now - wokenAt);
    if (early || soon <= shortNanos / AT_ONCE) {
      // A wake that came at once: the wait was long only because this end slept.
      note(true);
    } else if (isInConversation() && soon - (answering ? usualWake() : 0) <= shortNanos) {
      answered();
    } else {
      note(false);
    }
  }

  /**
   * The answer came within a short wait, if the time for which the other end was waking up, or was
   * waking this one, is left out: had both been awake, the wait would have been short. So the next
   * ones are expected to be. If they are not for very long, because waking up takes longer than a
   * spin, only some of the answers count.
   */
  private void answered() {
    long count = Words.get(segment, base, answers) + 1;
    Words.set(segment, base, answers, count);
    if (count <= ANSWERS_WITHOUT_SUCCESS || count % ANSWER_INTERVAL == 0) {
      Words.set(
          segment, base, score, Math.max(Words.get(segment, base, score), SCORE_AFTER_ANSWER));
    } else {
      note(false);
    }
  }

  /** Returns how long this end usually takes to wake up; other ends are taken to need as long. */
  private long usualWake() {
    return Words.get(segment, base, wakeNanos);
  }

  private void wokeUp(long nanos) {
    long usual = usualWake();
    long now = Math.clamp(nanos, 0, times(WAKE_AT_MOST));
    Words.set(segment, base, wakeNanos, usual == 0 ? now : usual + (now - usual) / 4);
  }

  private boolean isProbe(long nanos) {
    return parks && nanos > conversingNanos;
  }

  private void note(boolean wasShort) {
    long value = Words.get(segment, base, score);
    if (!wasShort) {
      Words.set(segment, base, score, Math.max(0, value - LONG_WAIT_LOSS));
    } else if (value < HIGHEST_SCORE) {
      Words.set(segment, base, score, value + 1);
    } else {
      // All waits are short. If that ends, a probe soon finds out whether it ended for good.
      Words.set(segment, base, probeInterval, FIRST_PROBE_INTERVAL / 2);
      Words.set(segment, base, waitsToProbe, 0L);
      Words.set(segment, base, probesLeft, 0L);
    }
  }
}
