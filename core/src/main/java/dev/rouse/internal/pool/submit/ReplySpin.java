package dev.rouse.internal.pool.submit;

import dev.rouse.wait.WaitPolicy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * How long a thread that waits for a reply in a future spins before it sleeps. A thread that sleeps
 * costs the worker a wake, and itself some 10 microseconds; a reply to a short job comes sooner.
 *
 * <p>What recent waits were like is learned for all futures of a pool together. A spin that
 * succeeds in time raises the score by 1, one that fails lowers it by {@value #LOSS}; at 0, only
 * probes spin, and they come less and less often while they fail. So where replies take long, the
 * spins cost next to nothing.
 *
 * <p>Nobody begins to spin while jobs wait for workers: a spinning thread takes the cache line of
 * each reply from the worker as soon as it is written, one by one, and after a sleep many are
 * there. (With 1,000 jobs in flight a job took 320 to 354 ns, and 394 to 473 where every wait
 * spun.)
 *
 * <p>One thread of a pool spins at a time. More of them would keep the processors from the workers,
 * for whom they wait.
 */
public final class ReplySpin {
  /**
   * How long a spin takes at most, as a multiple of the policy's: the reply is there only after the
   * worker has woken up and done the job.
   */
  private static final int SPINS = 2;

  private static final int SPINS_OF_PROBE = 5;

  private static final int LOSS = 2;
  private static final int HIGHEST_SCORE = 8;

  /** At first, waits are expected to be short. Two that are not end that. */
  private static final int FIRST_SCORE = 2 * LOSS;

  private static final int FEWEST_WAITS_TO_PROBE = 64;
  private static final int MOST_WAITS_TO_PROBE = 1024;

  /** Looks at the future between two looks at the clock and the interrupt status. */
  private static final int LOOKS = 16;

  private static final boolean SEVERAL_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

  private static final VarHandle TAKEN;

  static {
    try {
      TAKEN = MethodHandles.lookup().findVarHandle(ReplySpin.class, "taken", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long spinNanos;
  private final boolean learning;
  private final BooleanSupplier jobsWait;

  /**
   * Somebody spins. Guards the fields below. Taken by a CAS and given back by an assignment, which
   * cannot fail where the stack ends.
   */
  private volatile boolean taken;

  private int score = FIRST_SCORE;
  private int probeInterval = FEWEST_WAITS_TO_PROBE;
  private int waitsToProbe = FEWEST_WAITS_TO_PROBE;

  /** For how long was spun without success since the last time that the score was changed. */
  private long wastedNanos;

  /**
   * Makes what the futures of a pool share.
   *
   * @param policy how the pool waits
   * @param jobsWait tells whether jobs wait for workers
   */
  public ReplySpin(WaitPolicy policy, BooleanSupplier jobsWait) {
    this.spinNanos = SEVERAL_PROCESSORS ? policy.spinNanos() : 0;
    this.learning = policy.isLearning();
    this.jobsWait = jobsWait;
  }

  /**
   * Spins until there is a reply, as long as that pays, or not at all. The caller then waits in
   * another way, if it must.
   *
   * @param reply what to wait for
   * @param atMostNanos the longest time to spin
   * @param interruptible whether an interrupt ends it; the interrupt status is left as it is
   */
  public void spin(Future<?> reply, long atMostNanos, boolean interruptible) {
    if (spinNanos > 0
        && mayCallerSpin()
        && !reply.isDone()
        && !(interruptible && Thread.currentThread().isInterrupted())
        && !taken
        && TAKEN.compareAndSet(this, false, true)) {
      try {
        long limit = limit();
        // Asked last: it reads what the workers write.
        if (limit > 0 && !jobsWait.getAsBoolean()) {
          long start = System.nanoTime();
          boolean met = look(reply, start, Math.min(limit, atMostNanos), interruptible);
          note(met, System.nanoTime() - start, limit);
        }
      } finally {
        taken = false;
      }
    }
  }

  /**
   * A virtual thread would keep others from its carrier. A thread of a fork-join pool is replaced
   * by another one while it sleeps in a future, and helps others; not while it spins.
   */
  private static boolean mayCallerSpin() {
    Thread caller = Thread.currentThread();
    return !caller.isVirtual() && !(caller instanceof ForkJoinWorkerThread);
  }

  private long limit() {
    if (!learning) {
      return spinNanos;
    }
    if (score > 0) {
      return times(SPINS);
    }
    if (--waitsToProbe > 0) {
      return 0;
    }
    waitsToProbe = probeInterval;
    return times(SPINS_OF_PROBE);
  }

  private long times(int factor) {
    return spinNanos > Long.MAX_VALUE / factor ? Long.MAX_VALUE : spinNanos * factor;
  }

  private static boolean look(Future<?> reply, long start, long nanos, boolean interruptible) {
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (reply.isDone()) {
          return true;
        }
        Thread.onSpinWait();
      }
      if (interruptible && Thread.currentThread().isInterrupted()) {
        return false;
      }
    } while (System.nanoTime() - start < nanos);
    return reply.isDone();
  }

  private void note(boolean met, long nanos, long limit) {
    if (met && nanos <= times(SPINS)) {
      wastedNanos = 0;
      score = Math.min(score + 1, HIGHEST_SCORE);
      probeInterval = FEWEST_WAITS_TO_PROBE;
      return;
    }
    // Spins that the caller's time or an interrupt has cut short add up to one that failed.
    wastedNanos += nanos;
    if (met || wastedNanos >= limit) {
      wastedNanos = 0;
      if (score > 0) {
        score = Math.max(0, score - LOSS);
      } else {
        probeInterval = Math.min(2 * probeInterval, MOST_WAITS_TO_PROBE);
      }
      waitsToProbe = probeInterval;
    }
  }
}
