package dev.rouse.internal.wait;

import static dev.rouse.internal.wait.WaitState.CLOSED;
import static dev.rouse.internal.wait.WaitState.COOL;
import static dev.rouse.internal.wait.WaitState.HOT;

import dev.rouse.internal.common.WaitWatch;
import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.os.Futex;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The waiting side of a waiting end: one thread at a time waits here until others have published
 * something and called their {@link Waker}. Knows nothing of what is published. The two sides share
 * a {@link WaitLayout} in memory.
 *
 * <p>The page {@code core/docs/wait-protocol.md} explains the protocol for users. This comment is
 * for those who change it.
 *
 * <h2>The problem</h2>
 *
 * A publisher that wakes only sleepers and a waiter that sleeps only when nothing was published
 * each take two steps. At least one of them must see the other's first step (Dekker's problem, the
 * litmus test "store buffering"):
 *
 * <pre>
 *   publisher                            waiter
 *   P1 publish                           W1 announce: state = PARKING or SLEEPING
 *   P2 read the state; if announced,     W2 look at the condition;
 *      claim the wake                       if it is not met, sleep
 * </pre>
 *
 * If both second steps can be done before both first steps are visible, the waiter sleeps for ever
 * although something was published. Release and acquire accesses do not prevent that. On AArch64,
 * an atomic read-modify-write of another word does not either. Each side needs a StoreLoad barrier
 * between its steps. A full fence after each publish is correct, but costs several times as much as
 * the publish.
 *
 * <h2>The states</h2>
 *
 * The state, which the publisher reads anyway, says which side pays for the barriers:
 *
 * <pre>
 *                 busy for long (waiter, CAS)
 *          +-----------------------------------------+
 *          v                                         |
 *         HOT ------------------------------------> COOL &lt;-----------------+
 *           finds nothing: CAS, then heavy barrier   |                      | claim the wake
 *                                                    | announce             | (publisher, CAS), or
 *                                                    | (waiter, CAS)        | retract (waiter, CAS)
 *                                                    v                      |
 *                                                 PARKING, SLEEPING --------+
 *
 *         any state ------- close (any thread, swap) -------> CLOSED, for good
 *
 *   state              the publisher, after P1            the waiter
 *   HOT                nothing                            does not sleep
 *   COOL               full fence, reads the state again  announces, full fence, W2
 *   PARKING, SLEEPING  as COOL; one CAS to COOL by        sleeps or is about to (PARKING: with
 *                      the winner, who then wakes         LockSupport; SLEEPING: in a futex)
 *   CLOSED             tells its caller                   leaves if the condition is not met
 * </pre>
 *
 * <h2>Why no wake-up is lost</h2>
 *
 * <b>The publisher reads COOL, PARKING or SLEEPING first.</b> Then it fences and reads again. The
 * waiter fences between W1 and W2. Full fences have one total order. If the publisher's comes
 * first, W2 sees what was published. If the waiter's comes first, the publisher's second read sees
 * the announcement or something later, and everything later than an announcement is a claimed wake,
 * a retraction (the waiter is awake and looks again), or the close.
 *
 * <p><b>The publisher reads HOT.</b> The waiter leaves HOT by writing COOL, then issues {@code
 * membarrier}, then looks at the condition, and only then announces. {@code membarrier} makes each
 * running thread of the process execute a full barrier at some moment between its start and its
 * end; a thread that is not running executed one when it was descheduled. Consider that moment in
 * the publisher. If P2 comes after it, P2 sees COOL, which was written before. If P2 comes before
 * it, so does P1, and the barrier makes P1 visible before {@code membarrier} returns, so the
 * waiter's look sees it. This holds on every processor for which Linux has the call, AArch64
 * included. It requires that P1 precedes P2 in the machine code, see {@link Waker#wake}.
 *
 * <p><b>The publish is an atomic instruction</b> with the memory effect of a volatile access. Then
 * the publisher needs no fence, and reads the state once ({@link Waker#wakeAfterAtomic}). The
 * argument for COOL holds with the publish and that read, which have one total order with the
 * waiter's fence, in place of the publisher's fence.
 *
 * <p><b>The return to HOT</b> needs no barrier: the waiter does not sleep in HOT, and a publisher
 * that still reads COOL only executes an unnecessary fence.
 *
 * <p><b>Exactly one wake for each announcement.</b> Whoever changes PARKING or SLEEPING to COOL by
 * a CAS has claimed the wake, and wakes: a publisher, or the hook that runs at an interrupt. Only
 * the waiter writes which thread is to be unparked ({@link ParkedThread}). The winner reads it
 * after the CAS. It finds the thread that announced or, if that thread has left on its own
 * meanwhile, null or a later waiter, for which the wake is a spurious return. (Reading it before
 * the CAS would lose the later waiter's wake-up: the CAS could then claim the later announcement
 * and wake the earlier thread.)
 *
 * <p><b>Spurious returns.</b> Both ways to sleep may return spuriously. A permit of LockSupport may
 * be left over from other code, or be consumed by a park in other code. So the waiter sleeps in a
 * loop for as long as the state holds its announcement. A consumed permit is harmless: the state
 * was changed before the permit was given, and the loop reads the state before each park.
 *
 * <p><b>Time-out and interrupt</b> retract the announcement. After a time-out the waiter looks at
 * the condition once more; an interrupt leaves what was published for the next wait. If the
 * retraction loses to a wake, what that wake was for is still there: a wake consumes nothing.
 *
 * <p><b>The close</b> writes CLOSED in any state. A waiter that finds it issues the heavy barrier
 * and looks at the condition a last time. By the argument for HOT, a publisher whose publish that
 * look misses finds CLOSED after its publish. A close always wakes, whatever state it finds: if a
 * publisher has claimed the wake and failed to make it, the close still ends the wait.
 *
 * <p>Without {@code membarrier} the state is never HOT; everything else is the same. The scheme is
 * that of asymmetric fences (liburcu, Folly's {@code AsymmetricMemoryBarrier}); the state decides
 * when they are worth their price. Rejected: a fence after each publish, and a {@code membarrier}
 * before each sleep, which costs more than the sleep.
 */
public final class Waiter {
  /** Looks at the condition before the first look at the clock: well below a microsecond. */
  private static final int SHORT_SPINS = 16;

  /** Looks at the condition between two looks at the clock, the state and the interrupt status. */
  private static final int SPINS_BETWEEN_CHECKS = 16;

  private static final boolean SEVERAL_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

  private final MemorySegment segment;
  private final long offset;
  private final WaitPolicy policy;
  private final Owner owner = new Owner();
  private final WaiterMemory memory;
  private final LearnedSpin learned;
  private final Sleeper sleeper;
  private final Waker waker;
  private final boolean mayBeHot;
  private final Reach reach;
  private final @Nullable WaitWatch watch;

  /** See {@link Words}. */
  private long base;

  /**
   * Makes the waiter of a waiting end.
   *
   * @param segment where the waiting end lives
   * @param offset where it starts, in bytes; {@link WaitLayout#BYTE_SIZE} bytes, zero if it is new
   * @param policy how to wait
   */
  public Waiter(MemorySegment segment, long offset, WaitPolicy policy) {
    this(segment, offset, policy, futex(segment, offset, policy));
  }

  /**
   * For tests, which bring a futex of their own.
   *
   * @param segment where the waiting end lives
   * @param offset where it starts, in bytes
   * @param policy how to wait
   * @param futex where platform threads sleep, or null for none
   */
  public Waiter(MemorySegment segment, long offset, WaitPolicy policy, @Nullable Futex futex) {
    this(segment, offset, policy, futex, true, Reach.PROCESS, segment, offset, null);
  }

  private Waiter(
      MemorySegment segment,
      long offset,
      WaitPolicy policy,
      @Nullable Futex futex,
      boolean mayBeHot,
      Reach reach,
      MemorySegment own,
      long ownOffset,
      @Nullable WaitWatch watch) {
    this.segment = segment;
    this.offset = offset;
    this.policy = policy;
    this.reach = reach;
    this.watch = watch;
    ParkedThread parked = new ParkedThread();
    this.waker = new Waker(segment, offset, futex, parked);
    // An interrupt claims the wake as a publisher does.
    this.sleeper = new Sleeper(segment, offset, futex, parked, waker::wakeInterrupted, reach);
    this.memory = new WaiterMemory(own, ownOffset);
    this.learned = new LearnedSpin(own, ownOffset + WaitLayout.LEARNED, policy);
    this.mayBeHot = mayBeHot;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, Waiter::invalidate);
    if (watch != null) {
      watch.lookEvery(policy.peerLookNanos());
      watch.hastenBy(sleeper::lookNow);
    }
    if (reach == Reach.MACHINE) {
      succeed();
    }
  }

  /**
   * Ends what an earlier waiter of this end has left when it was killed, or gave up its role: a
   * state in which publishers do not fence, or wake somebody who does not sleep any more.
   */
  private void succeed() {
    int state = Words.getIntVolatile(segment, base, offset);
    if (state == HOT) {
      leaveHot();
    } else if (WaitState.isAnnounced(state)) {
      retract(state);
    }
  }

  /**
   * Makes the waiter of a waiting end whose publishers all use {@link Waker#wakeAfterAtomic}. Its
   * state is never HOT: that would spare them nothing, and leaving it costs a barrier.
   *
   * @param segment where the waiting end lives
   * @param offset where it starts, in bytes; {@link WaitLayout#BYTE_SIZE} bytes, zero if it is new
   * @param policy how to wait
   * @return the waiter
   */
  public static Waiter ofAtomicPublishers(MemorySegment segment, long offset, WaitPolicy policy) {
    return new Waiter(
        segment,
        offset,
        policy,
        futex(segment, offset, policy),
        false,
        Reach.PROCESS,
        segment,
        offset,
        null);
  }

  /**
   * Makes the waiter of a waiting end in a mapped file, whose publishers may be threads of other
   * processes.
   *
   * @param segment where the waiting end lives
   * @param offset where it starts, in bytes
   * @param policy how to wait; which way it sleeps is not left to it
   * @param mayBeHot false if all publishers use {@link Waker#wakeAfterAtomic}
   * @param watch looks after the other processes
   * @return the waiter
   */
  public static Waiter shared(
      MemorySegment segment, long offset, WaitPolicy policy, boolean mayBeHot, WaitWatch watch) {
    return new Waiter(
        segment,
        offset,
        policy,
        Waker.sharedFutex(segment, offset),
        mayBeHot,
        Reach.MACHINE,
        // Another process must not be able to change what only the waiting thread reads.
        Arena.ofAuto().allocate(WaitLayout.BYTE_SIZE, Long.BYTES),
        0,
        watch);
  }

  /**
   * As {@link #shared(MemorySegment, long, WaitPolicy, boolean, WaitWatch)}, for tests, which bring
   * a futex of their own and have no other processes: all words are in the waiting end.
   *
   * @param segment where the waiting end lives
   * @param offset where it starts, in bytes
   * @param policy how to wait
   * @param futex where platform threads sleep
   * @param watch looks after the other processes
   * @return the waiter
   */
  public static Waiter shared(
      MemorySegment segment, long offset, WaitPolicy policy, Futex futex, WaitWatch watch) {
    return new Waiter(segment, offset, policy, futex, true, Reach.MACHINE, segment, offset, watch);
  }

  private static @Nullable Futex futex(MemorySegment segment, long offset, WaitPolicy policy) {
    return policy.parking() == Parking.AUTOMATIC && Futex.isAvailable()
        ? Futex.of(segment.asSlice(offset + WaitLayout.STATE, Integer.BYTES))
        : null;
  }

  /** Ends the use of the memory by this waiting end: its region was closed. */
  private void invalidate() {
    base = Words.CLOSED;
    memory.base = Words.CLOSED;
    learned.base = Words.CLOSED;
  }

  /**
   * Returns the other side of this waiting end.
   *
   * @return the waker, for any number of threads
   */
  public Waker waker() {
    return waker;
  }

  /**
   * The barrier between finding the end closed and looking for what was published, for an end that
   * does not wait; see {@link Reach#heavyFence}.
   */
  public void barrierAfterClose() {
    reach.heavyFence();
  }

  /**
   * What an interruptible operation does first, also where it will not have to wait.
   *
   * @throws InterruptedException if the thread is interrupted; its interrupt status is then cleared
   */
  public static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * Waits until the condition is met, the time is up, the end is closed or the thread is
   * interrupted. If the condition is already met, that is found before a time-out or close.
   *
   * @param condition what to wait for
   * @param timeoutNanos the longest time to wait, {@link Deadline#FOREVER} for no limit; 0 or less
   *     looks once
   * @return how the wait ended
   * @throws InterruptedException if the thread is interrupted before or during the wait; its
   *     interrupt status is then cleared
   * @throws IllegalStateException if another thread waits here; this one then has not waited
   */
  public WaitOutcome await(WaitCondition condition, long timeoutNanos) throws InterruptedException {
    requireNotInterrupted();
    WaitOutcome outcome = doAwait(condition, timeoutNanos, true);
    if (outcome == null) {
      throw new InterruptedException();
    }
    return outcome;
  }

  /**
   * As {@link #await}, but does not end when the thread is interrupted: the interrupt status is set
   * again when the method returns.
   *
   * @param condition what to wait for
   * @param timeoutNanos the longest time to wait, {@link Deadline#FOREVER} for no limit; 0 or less
   *     looks once
   * @return how the wait ended
   * @throws IllegalStateException if another thread waits here; this one then has not waited
   */
  public WaitOutcome awaitUninterruptibly(WaitCondition condition, long timeoutNanos) {
    WaitOutcome outcome = doAwait(condition, timeoutNanos, false);
    if (outcome == null) {
      throw new AssertionError("an uninterruptible wait was interrupted");
    }
    return outcome;
  }

  /** Returns null if interrupted, which happens only where that is asked for. */
  private @Nullable WaitOutcome doAwait(
      WaitCondition condition, long timeoutNanos, boolean interruptible) {
    try {
      return waitAny(condition, timeoutNanos, interruptible);
    } catch (InternalError e) {
      if (watch != null) {
        throw watch.explain(e); // the file was truncated
      }
      throw e;
    }
  }

  private @Nullable WaitOutcome waitAny(
      WaitCondition condition, long timeoutNanos, boolean interruptible) {
    for (int i = maySpin(condition) ? SHORT_SPINS : 1; i > 0; i--) {
      if (condition.isMet()) {
        awake();
        return WaitOutcome.READY;
      }
      if (timeoutNanos <= 0) {
        return waker.isClosed() ? lastLook(condition) : WaitOutcome.TIMED_OUT;
      }
      Thread.onSpinWait();
    }
    // Only now: a wait that ends at once need not become the owner.
    owner.enter();
    try {
      return waitLonger(condition, timeoutNanos, interruptible);
    } finally {
      owner.owner = 0; // not a call, see there
    }
  }

  private @Nullable WaitOutcome waitLonger(
      WaitCondition condition, long timeoutNanos, boolean interruptible) {
    long start = System.nanoTime();
    boolean wokeOther = WakeNote.beginWait();
    boolean parks = policy.parks();
    long timeout = timeoutNanos;
    if (!parks) {
      long atMost = condition.sleepNanos();
      if (atMost <= 0) {
        return WaitOutcome.READY;
      }
      timeout = shorter(timeout, start, atMost);
    }
    if (maySpin(condition)) {
      long limit = learned.nanos(wokeOther);
      long longest = Math.min(timeout, parks ? condition.maxSpinNanos() : Deadline.FOREVER);
      if (limit > 0 && spin(condition, start, Math.min(limit, longest), interruptible)) {
        learned.succeeded(limit, start);
        WakeNote.endWait(learned.isInConversation());
        awake();
        return WaitOutcome.READY;
      }
      if (!parks) {
        return afterSpinning(condition, interruptible);
      }
      learned.failed(limit);
    }
    for (int i = 0; i < policy.yields(); i++) {
      if (condition.isMet()) {
        learned.slept(
            true, start, start - 1, false, false); // counted by its length: nobody woke it
        awake();
        return WaitOutcome.READY;
      }
      if (waker.isClosed()
          || (interruptible && Thread.currentThread().isInterrupted())
          || System.nanoTime() - start >= timeout
          || condition.maxSpinNanos() <= 0
          || (watch != null && watch.nanosToLook() <= 0)) {
        break; // park finds out why
      }
      Thread.yield();
    }
    long atMost = condition.sleepNanos();
    if (atMost <= 0) {
      return WaitOutcome.READY;
    }
    timeout = shorter(timeout, start, atMost);
    WaitOutcome outcome = park(condition, start, timeout, interruptible);
    if (outcome == null) {
      return null; // interrupted: nothing may come between, or it would be lost
    }
    learned.slept(
        outcome == WaitOutcome.READY,
        start,
        Words.getOpaque(segment, base, offset + WaitLayout.WOKEN_AT),
        wokeOther,
        Words.getOpaque(segment, base, offset + WaitLayout.CONVERSING) != 0);
    WakeNote.endWait(learned.isInConversation());
    return outcome;
  }

  /** Returns a time-out from the start of the wait that also ends some time from now. */
  private static long shorter(long timeout, long start, long fromNow) {
    if (fromNow == Deadline.FOREVER) {
      return timeout;
    }
    long elapsed = System.nanoTime() - start;
    return fromNow < timeout - elapsed ? elapsed + fromNow : timeout;
  }

  /** Virtual threads do not spin: they would keep other virtual threads from their carrier. */
  private boolean maySpin(WaitCondition condition) {
    return !policy.parks()
        || (policy.spinNanos() > 0
            && SEVERAL_PROCESSORS
            && !Thread.currentThread().isVirtual()
            && condition.maxSpinNanos() > 0);
  }

  /** Ends a wait that never sleeps and whose spin has ended: closed, interrupted or timed out. */
  private @Nullable WaitOutcome afterSpinning(WaitCondition condition, boolean interruptible) {
    if (waker.isClosed()) {
      return lastLook(condition);
    }
    if (interruptible && Thread.interrupted()) {
      return null;
    }
    return condition.isMet() ? WaitOutcome.READY : WaitOutcome.TIMED_OUT;
  }

  /** Spins; returns true if the condition was met, false if the spin ended for another reason. */
  private boolean spin(
      WaitCondition condition, long start, long limitNanos, boolean interruptible) {
    do {
      for (int i = 0; i < SPINS_BETWEEN_CHECKS; i++) {
        if (condition.isMet()) {
          return true;
        }
        Thread.onSpinWait();
      }
      if (waker.isClosed() || (interruptible && Thread.currentThread().isInterrupted())) {
        return false;
      }
      if (isMetAtLook(condition)) {
        return true;
      }
      // FOREVER is more than any difference of two instants.
    } while (System.nanoTime() - start < limitNanos);
    return false;
  }

  /**
   * Notes that the waiting end has found something without sleeping, in a wait or outside of one. A
   * find may be counted twice. After a long run of such finds the end counts as busy, and its
   * publishers need not fence. For the waiting end's thread only.
   */
  public void awake() {
    awake(1);
  }

  /**
   * As {@link #awake()}, for an end that counts its finds itself and notes only some.
   *
   * @param finds how many finds to note, at least 1
   */
  public void awake(int finds) {
    // Read first: while it is HOT nothing is to be counted.
    if (mayBeHot
        && Words.getIntOpaque(segment, base, offset) == COOL
        && memory.awokeBusy(finds)
        && reach.isAsymmetric()) {
      // No barrier: see the class.
      Words.compareAndSetInt(segment, base, offset, COOL, HOT);
    }
  }

  /** Ends a wait at a closed end: looks for what was published before the close. */
  private WaitOutcome lastLook(WaitCondition condition) {
    barrierAfterClose();
    return condition.isMet() ? WaitOutcome.READY : WaitOutcome.CLOSED;
  }

  private @Nullable WaitOutcome park(
      WaitCondition condition, long start, long timeoutNanos, boolean interruptible) {
    memory.slept();
    boolean interrupted = false; // the status was cleared
    try {
      if (watch != null) {
        watch.beforeSleep();
      }
      sleeper.enter();
      while (true) {
        if (watch != null) {
          // Another process that changes the state all the time must not keep this thread here.
          if (interruptible && Thread.interrupted()) {
            return null;
          }
          if (isMetAtLook(condition)) { // before a short time-out, which may come again and again
            return WaitOutcome.READY;
          }
          if (timeoutNanos != Deadline.FOREVER && System.nanoTime() - start >= timeoutNanos) {
            return condition.isMet() ? WaitOutcome.READY : WaitOutcome.TIMED_OUT;
          }
        }
        if (leaveHot() && condition.isMet()) {
          return WaitOutcome.READY;
        }
        // Announce.
        int announced = sleeper.announcement();
        int state = Words.compareAndExchangeInt(segment, base, offset, COOL, announced);
        if (state == CLOSED) {
          return lastLook(condition);
        }
        if (state != COOL) {
          // HOT: a second thread, which did not wait and so was not refused, has found something.
          // Leave HOT again, as publishers do not wake from it. PARKING or SLEEPING: an earlier
          // waiter was stopped by an error before it could retract.
          if (state != HOT) {
            retract(announcedOrCorrupt(state));
          }
          continue;
        }
        // StoreLoad between announcing and looking: see the class. A CAS on the state is not a
        // portable barrier for a later read of another word.
        VarHandle.fullFence();
        if (condition.isMet()) {
          retract(announced);
          return WaitOutcome.READY;
        }
        while (Words.getIntAcquire(segment, base, offset) == announced) {
          long remaining = Deadline.FOREVER;
          if (timeoutNanos != Deadline.FOREVER) {
            remaining = timeoutNanos - (System.nanoTime() - start);
            if (remaining <= 0) {
              retract(announced);
              // A publish that raced the time-out is seen here, or will be by the next wait.
              return condition.isMet() ? WaitOutcome.READY : WaitOutcome.TIMED_OUT;
            }
          }
          if (isMetAtLook(condition)) {
            retract(announced);
            return WaitOutcome.READY;
          }
          if (watch != null) {
            remaining = Math.min(remaining, watch.longestSleepNanos());
          }
          if (sleeper.isDismissed()) {
            throw new IllegalStateException(
                "the region was closed during the wait, expected it to stay open");
          }
          if (!sleeper.sleep(announced, remaining, interruptible)) {
            // Refused: announce again, for the other way to sleep.
            retract(announced);
          }
          if (Thread.interrupted()) {
            interrupted = true;
            if (interruptible) {
              retract(announced);
              interrupted = false; // the caller's exception says so
              return null;
            }
            // Uninterruptible: the status stays cleared until the end; otherwise park would return
            // at once.
          }
        }
        if (condition.isMet()) {
          return WaitOutcome.READY;
        }
      }
    } catch (Throwable t) {
      // Thrown by the condition or by the system: leave no announcement without a waiter.
      try {
        retract(WaitState.PARKING);
        retract(WaitState.SLEEPING);
      } catch (IllegalStateException closed) {
        t.addSuppressed(closed); // the region was closed: nobody wakes here any more
      }
      throw t;
    } finally {
      sleeper.leave();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Looks after the other side, if it is time to. Also looks at the condition: the other side may
   * have been killed after it had published and before it has made the wake.
   *
   * @return true if the condition is met
   * @throws RuntimeException if the other side was lost, and the condition is not met; thrown once
   *     for a loss
   */
  private boolean isMetAtLook(WaitCondition condition) {
    if (watch == null || watch.nanosToLook() > 0) {
      return false;
    }
    RuntimeException lost = watch.look();
    // In this order: what the other side did before it was lost is visible now.
    if (condition.isMet()) {
      return true; // a later wait tells
    }
    if (lost != null) {
      watch.told();
      throw lost;
    }
    return false;
  }

  private int announcedOrCorrupt(int state) {
    if (!WaitState.isAnnounced(state)) {
      throw WaitLayout.corruptState(offset, state);
    }
    return state;
  }

  /**
   * Leaves HOT and returns true, if it is HOT; the caller must then look at the condition again.
   */
  private boolean leaveHot() {
    if (Words.getIntOpaque(segment, base, offset) == HOT
        && Words.compareAndSetInt(segment, base, offset, HOT, COOL)) {
      // Between writing COOL and looking: see the class. Without it, a publisher that has just read
      // HOT may have its publish still in its store buffer, and nobody would wake us for it.
      try {
        reach.barrier();
      } catch (Throwable t) {
        Words.compareAndSetInt(
            segment, base, offset, COOL, HOT); // so that the next attempt has a barrier
        throw t;
      }
      return true;
    }
    return false;
  }

  /** Withdraws the announcement. If that fails, a wake or the close came first: harmless. */
  private void retract(int announced) {
    Words.compareAndSetInt(segment, base, offset, announced, COOL);
  }

  /**
   * Returns the name of the state, for messages and debugging.
   *
   * @return HOT, COOL, PARKING, SLEEPING or CLOSED
   */
  @Override
  public String toString() {
    return waker.toString();
  }
}
