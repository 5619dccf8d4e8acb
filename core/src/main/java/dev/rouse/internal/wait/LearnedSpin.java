package dev.rouse.internal.wait;

import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * How long a waiting end spins before it sleeps: what its policy says, or what it has learned from
 * its recent waits (see {@link WaitPolicy}). What it has learned is off the heap, in words that
 * nobody else reads; plain accesses.
 */
final class LearnedSpin {
  /**
   * What a long wait costs of the score, of which a short one earns 1. A spin in vain costs about
   * as much as the sleep that follows it, and a spin that succeeds spares one sleep but takes the
   * time that it lasted: spinning pays where well more than half of the waits are short.
   */
  static final long LONG_WAIT_LOSS = 2;

  /** Of long waits among many short ones, it takes this over {@link #LONG_WAIT_LOSS} to matter. */
  static final long HIGHEST_SCORE = 8;

  /** Waits from one probe to the next, at first and at the most; doubled with each probe. */
  static final long FIRST_PROBE_INTERVAL = 16;

  static final long LONGEST_PROBE_INTERVAL = 1024;

  /** Probes that follow one another while they succeed: until the other end spins too. */
  static final long PROBES_IN_A_ROW = 4;

  /**
   * How many times as long as a short wait a probe spins: longer than it takes to wake a thread.
   */
  static final long SPINS_OF_PROBE = 5;

  /** The part of a short wait in which one comes at once. */
  static final long AT_ONCE = 10;

  /** What the words take, in bytes. */
  static final long BYTE_SIZE = 4 * Long.BYTES;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final boolean parks;
  private final boolean learning;
  private final long shortNanos;
  private final long probeNanos;
  private final long score;
  private final long probeInterval;
  private final long waitsToProbe;
  private final long probesLeft;

  LearnedSpin(MemorySegment segment, long offset, WaitPolicy policy) {
    this.segment = segment;
    this.parks = policy.parks();
    this.learning = policy.isLearning();
    this.shortNanos = policy.spinNanos();
    this.probeNanos =
        shortNanos > Deadline.FOREVER / SPINS_OF_PROBE
            ? Deadline.FOREVER
            : shortNanos * SPINS_OF_PROBE;
    this.score = offset;
    this.probeInterval = score + Long.BYTES;
    this.waitsToProbe = probeInterval + Long.BYTES;
    this.probesLeft = waitsToProbe + Long.BYTES;
  }

  /** Returns how long to spin now. At first, waits count as long. */
  long nanos() {
    if (!parks) {
      return Deadline.FOREVER;
    }
    if (!learning || (long) LONG.get(segment, score) > 0) {
      return shortNanos;
    }
    return probes() ? probeNanos : 0;
  }

  /**
   * Tells whether to spin for longer than a short wait lasts, although none is expected. Two ends
   * that answer each other may both find their waits long only because the other sleeps, and
   * neither would ever see that the waits are short when both are awake; one that stays awake for
   * as long as the other takes to wake up, for a few waits, ends that. Seldom, so that it costs
   * next to nothing where the waits are long for other reasons.
   */
  private boolean probes() {
    long more = (long) LONG.get(segment, probesLeft);
    if (more > 0) {
      LONG.set(segment, probesLeft, more - 1);
      return true;
    }
    long left = (long) LONG.get(segment, waitsToProbe);
    if (left > 0) {
      LONG.set(segment, waitsToProbe, left - 1);
      return false;
    }
    long interval = (long) LONG.get(segment, probeInterval);
    if (interval == 0) {
      // The very first wait. An end that waits only a few times is not worth a probe.
      LONG.set(segment, probeInterval, FIRST_PROBE_INTERVAL / 2);
      LONG.set(segment, waitsToProbe, FIRST_PROBE_INTERVAL - 1);
      return false;
    }
    interval = Math.clamp(2 * interval, FIRST_PROBE_INTERVAL, LONGEST_PROBE_INTERVAL);
    LONG.set(segment, probeInterval, interval);
    LONG.set(segment, waitsToProbe, interval);
    LONG.set(segment, probesLeft, PROBES_IN_A_ROW - 1);
    return true;
  }

  /**
   * Notes that a spin was in vain.
   *
   * @param nanos how long it could have been, as {@link #nanos} had said
   */
  void inVain(long nanos) {
    if (isProbe(nanos)) {
      LONG.set(segment, probesLeft, 0L);
    }
  }

  /**
   * Notes that a spin was not in vain.
   *
   * @param nanos how long it could have been, as {@link #nanos} had said
   * @param start when the wait started
   */
  void succeeded(long nanos, long start) {
    if (learning) {
      // The clock is read after a probe only: any other spin is short.
      note(!isProbe(nanos) || System.nanoTime() - start <= shortNanos);
    }
  }

  /**
   * Notes a wait that went on behind the spin. One that ended early for another reason than the
   * condition says nothing of how long it would have been.
   *
   * @param met whether the condition was met
   * @param start when the wait started
   * @param wokenAt when a publisher last woke this end; before the start if it was for an earlier
   *     wait
   */
  void slept(boolean met, long start, long wokenAt) {
    if (!learning) {
      return;
    }
    boolean early = System.nanoTime() - start <= shortNanos;
    if (!met) {
      if (!early) {
        note(false);
      }
      return;
    }
    // A wake that came at once: what made the wait long is only that this end slept.
    long soon = wokenAt - start;
    note(early || (soon >= 0 && soon <= shortNanos / AT_ONCE));
  }

  private boolean isProbe(long nanos) {
    return parks && nanos > shortNanos;
  }

  private void note(boolean wasShort) {
    long value = (long) LONG.get(segment, score);
    if (!wasShort) {
      LONG.set(segment, score, Math.max(0, value - LONG_WAIT_LOSS));
    } else if (value < HIGHEST_SCORE) {
      LONG.set(segment, score, value + 1);
    } else {
      // All waits are short. Should that end, then find out soon whether it was for good.
      LONG.set(segment, probeInterval, FIRST_PROBE_INTERVAL / 2);
      LONG.set(segment, waitsToProbe, 0L);
      LONG.set(segment, probesLeft, 0L);
    }
  }
}
