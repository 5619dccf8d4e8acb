package dev.rouse.jcstress.wait;

import dev.rouse.internal.common.WaitWatch;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.Reach;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.WaitLayout;
import dev.rouse.internal.wait.WaitState;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.internal.wait.WaiterMemory;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.memory.Region;
import dev.rouse.wait.BarrierMode;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One waiting end and one word that is published: what the tests of the wait protocol start from.
 *
 * <p>The publish is a release store, so that nothing but the protocol's own barriers orders it
 * before the read of the state. Before it, the publisher writes some lines that the waiter wrote
 * last: while the processor fetches them, the publish waits in the store buffer behind them, as it
 * would behind a record, and the moment in which it can be missed grows from next to nothing to a
 * good part of a microsecond.
 */
public abstract class Scene {
  private static final int PAYLOAD_LINES = 8;
  private static final long PUBLISHED = WaitLayout.BYTE_SIZE;
  private static final long PAYLOAD = PUBLISHED + Region.ALIGNMENT;
  private static final long BYTE_SIZE = PAYLOAD + PAYLOAD_LINES * Region.ALIGNMENT;

  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  /** Never looks, because a look would find what no wake has told. */
  private static final WaitWatch NO_WATCH =
      new WaitWatch() {
        @Override
        public long longestSleepNanos() {
          return Deadline.FOREVER;
        }

        @Override
        public long nanosToLook() {
          return Deadline.FOREVER;
        }

        @Override
        public @Nullable RuntimeException look() {
          return null;
        }

        @Override
        public void told() {
          // Nothing is ever found.
        }
      };

  /** The waiting end. */
  protected final Waiter waiter;

  private final MemorySegment segment;
  private final long offset;
  private final SpinningFutex futex;
  private final Meeting meeting = new Meeting();
  private final WaitCondition firstPublished = () -> published() >= 1;
  private final WaitCondition secondPublished = () -> published() >= 2;

  /** How things stand at first. */
  protected enum Start {
    /** Nothing has happened yet. */
    COOL,
    /** The waiter is busy. Without membarrier that is COOL, as it must be. */
    HOT,
    /** The waiter has announced that it sleeps. */
    ASLEEP,
    /**
     * Something is published, and the waiter's next wait, which therefore ends without a sleep, is
     * the last of a long busy time: it will make the waiter HOT.
     */
    ALMOST_HOT
  }

  /** Sets the scene with a waiter that never spins and a futex that only spins. */
  protected Scene(Start start) {
    this(start, WaitPolicy.parkOnly());
  }

  /** Sets the scene with a waiter of a policy and a futex that only spins. */
  protected Scene(Start start, WaitPolicy policy) {
    this(start, policy, Reach.PROCESS);
  }

  /** Sets the scene with a futex that only spins. */
  protected Scene(Start start, WaitPolicy policy, Reach reach) {
    Slab.Place place = Slab.place(BYTE_SIZE);
    segment = place.region().segment();
    offset = place.offset();
    futex = new SpinningFutex(segment, offset);
    waiter =
        reach == Reach.MACHINE
            ? Waiter.shared(segment, offset, policy, futex, NO_WATCH)
            : new Waiter(segment, offset, policy, futex);
    switch (start) {
      case COOL -> {}
      case HOT -> {
        if (BarrierMode.current() == BarrierMode.ASYMMETRIC) {
          INT.setVolatile(segment, offset, WaitState.HOT);
        }
      }
      case ASLEEP -> INT.setVolatile(segment, offset, WaitState.SLEEPING);
      case ALMOST_HOT -> {
        LONG.setRelease(segment, offset + PUBLISHED, 1L);
        LONG.set(segment, offset + WaitLayout.AWAKE_WAITS, WaiterMemory.WAITS_BETWEEN_CLOCKS);
        LONG.set(segment, offset + WaitLayout.AWAKE_SINCE, System.nanoTime() - 1_000_000_000L);
      }
    }
  }

  /** Sets the scene with a waiter that really sleeps, or as the policy says. */
  protected Scene(WaitPolicy policy) {
    this(policy, Reach.PROCESS);
  }

  /** Sets the scene with a waiter that really sleeps. */
  protected Scene(WaitPolicy policy, Reach reach) {
    Slab.Place place = Slab.place(BYTE_SIZE);
    segment = place.region().segment();
    offset = place.offset();
    futex = new SpinningFutex(segment, offset);
    waiter =
        reach == Reach.MACHINE
            ? Waiter.shared(segment, offset, policy, true, NO_WATCH)
            : new Waiter(segment, offset, policy);
  }

  /** Tells whether the state is HOT; always true where it can never be. */
  protected final boolean isHotIfPossible() {
    return (int) INT.getVolatile(segment, offset) == WaitState.HOT
        || BarrierMode.current() != BarrierMode.ASYMMETRIC;
  }

  /** Waits for the other actor. Each actor calls this, or {@link #meetAndPause}, first. */
  protected final void meet() {
    meeting.meet();
  }

  /** Waits for the other actor, and then for a moment, so that the other one is ahead by some. */
  protected final void meetAndPause() {
    meeting.meet();
    Jitter.pause();
  }

  /** Publishes and wakes, as a publisher does. */
  protected final boolean publishAndWake() {
    publish();
    return waiter.waker().wake();
  }

  /** Publishes, and leaves the wake to the caller. */
  protected final void publish() {
    writePayload();
    LONG.setRelease(segment, offset + PUBLISHED, published() + 1);
  }

  /** Returns how often was published. */
  protected final long published() {
    return (long) LONG.getAcquire(segment, offset + PUBLISHED);
  }

  /** The publishing actor has done all that it does. */
  protected final void over() {
    futex.over();
  }

  /** Returns how often the waiter was woken. */
  protected final int wakes() {
    return futex.wakes();
  }

  /**
   * Waits for the first publish, as the waiter does.
   *
   * @return how the wait ended, or LOST
   */
  protected final String await() {
    return await(firstPublished, Deadline.FOREVER);
  }

  /**
   * Waits for the first publish, as the waiter does, but not longer than a given time.
   *
   * @param timeoutNanos the time
   * @return how the wait ended, or LOST
   */
  protected final String await(long timeoutNanos) {
    return await(firstPublished, timeoutNanos);
  }

  /**
   * Waits for the second publish, as the waiter does.
   *
   * @return how the wait ended, or LOST
   */
  protected final String awaitSecond() {
    return await(secondPublished, Deadline.FOREVER);
  }

  /**
   * Waits for the first publish, as the waiter does, and closes the waiting end after a look that
   * found nothing.
   *
   * @param look the number of that look, from 1
   * @return how the wait ended, or LOST
   */
  protected final String awaitAndCloseAtLook(int look) {
    int[] looks = {0};
    return await(
        () -> {
          boolean isMet = published() >= 1;
          if (++looks[0] == look && !isMet) {
            waiter.waker().close();
          }
          return isMet;
        },
        Deadline.FOREVER);
  }

  /**
   * Closes the waiting end, and waits for the first publish, as the waiter does. The publisher's
   * lines are taken away before the close: written after it, they would fill the waiter's own store
   * buffer, and its barrier would wait for them until the publish has become visible.
   *
   * @param timeoutNanos the longest time to wait
   * @return how the wait ended, or LOST
   */
  protected final String closeAndAwait(long timeoutNanos) {
    writePayload();
    waiter.waker().close();
    return awaitOnly(firstPublished, timeoutNanos);
  }

  private String await(WaitCondition condition, long timeoutNanos) {
    writePayload();
    return awaitOnly(condition, timeoutNanos);
  }

  private String awaitOnly(WaitCondition condition, long timeoutNanos) {
    try {
      return waiter.awaitUninterruptibly(condition, timeoutNanos).toString();
    } catch (SpinningFutex.LostWakeUpException e) {
      return "LOST";
    }
  }

  /**
   * Waits for the first publish, as the waiter does, until it is interrupted.
   *
   * @return how the wait ended, or LOST
   */
  protected final String awaitInterruptibly() {
    writePayload();
    try {
      return waiter.await(firstPublished, Deadline.FOREVER).toString();
    } catch (InterruptedException e) {
      return "INTERRUPTED";
    } catch (SpinningFutex.LostWakeUpException e) {
      return "LOST";
    }
  }

  /**
   * Waits for the first publish in a cell whose waiters really sleep.
   *
   * @return how the wait ended, or LOST if only the time-out ended it
   */
  protected final String awaitAsleep() {
    Stopwatch stopwatch = new Stopwatch();
    String outcome = await(stopwatch.timeoutNanos());
    return stopwatch.wokenInTime() ? outcome : "LOST";
  }

  private void writePayload() {
    for (int i = 0; i < PAYLOAD_LINES; i++) {
      long place = offset + PAYLOAD + (long) i * Region.ALIGNMENT;
      LONG.setOpaque(segment, place, (long) LONG.getOpaque(segment, place) + 1);
    }
  }
}
