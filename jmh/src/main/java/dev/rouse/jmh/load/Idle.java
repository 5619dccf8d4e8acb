package dev.rouse.jmh.load;

import dev.rouse.jmh.contender.Contender;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BackoffIdleStrategy;

/**
 * What a receiver that polls does between two looks. The same one is given to every link, and not
 * made part of any, so that no link is compared with a better poller. Links that sleep find a
 * message whenever they return, so nothing here makes them wait.
 */
@FunctionalInterface
public interface Idle {
  /**
   * Waits, or not.
   *
   * @param found how many messages the last look has found, 0 or more
   */
  void after(int found);

  /** Waits for a pause of the processor when nothing was found. */
  static void spin(int found) {
    if (found == 0) {
      Thread.onSpinWait();
    }
  }

  /** Sleeps for a millisecond when nothing was found. */
  static void sleepOneMilli(int found) {
    if (found == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Makes Agrona's strategy with its defaults: spins, then yields, then sleeps. */
  static Idle backoff() {
    return new BackoffIdleStrategy()::idle;
  }

  /** Returns what a contender's receiver does; most spin. */
  static Idle of(Contender contender) {
    return switch (contender) {
      case BACKOFF, AERON_BACKOFF -> backoff();
      case SLEEP_1MS -> Idle::sleepOneMilli;
      default -> Idle::spin;
    };
  }
}
