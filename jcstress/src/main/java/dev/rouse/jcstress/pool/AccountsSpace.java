package dev.rouse.jcstress.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Stopwatch;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Claim: a thread that begins to wait for space while a worker ends a job is woken. The accounts of
 * a pool alone, and several jobs in a state, so that the two meet far more often than in {@link
 * PoolSpace}.
 *
 * <p>Before the worker counts a job, it writes some lines that the submitter wrote last. While the
 * processor fetches them, the count waits in the store buffer behind them.
 */
@JCStressTest
@Outcome(id = "10", expect = ACCEPTABLE, desc = "There was space for each job in time.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost.")
@State
public class AccountsSpace {
  private static final int JOBS = 10;
  private static final int LINES = 32;
  private static final int LONGS_OF_A_LINE = 8;
  private static final long WARM_UP_NANOS = 500_000_000;

  static {
    warmUp();
  }

  private final Accounts accounts = new Accounts(1, 1, () -> {}, () -> true);
  private final AtomicLongArray lines = new AtomicLongArray(LINES * LONGS_OF_A_LINE);
  private final Meeting meeting = new Meeting();

  /** Makes a state without space for one more job. */
  public AccountsSpace() {
    accounts.tryAccept();
  }

  /**
   * Until C2 has compiled what the actors do. The interpreter and C1 make a volatile store of each
   * release store, so they do not show a count that is no more than that.
   */
  private static void warmUp() {
    var state = new AccountsSpace();
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      state.endJob();
      state.awaitSpace();
    }
  }

  @Actor
  public void submitter(I_Result r) {
    for (int i = 0; i < JOBS; i++) {
      writeLines();
      meeting.meet();
      Jitter.pause();
      if (awaitSpace()) {
        r.r1++;
      }
    }
  }

  @Actor
  public void worker() {
    for (int i = 0; i < JOBS; i++) {
      meeting.meet();
      endJob();
    }
  }

  /** Waits for space and takes it. Returns false if the wake-up was lost. */
  private boolean awaitSpace() {
    try {
      Stopwatch stopwatch = new Stopwatch();
      long number = accounts.accept(accounts::tryAccept, stopwatch.timeoutNanos());
      return number != Accounts.FULL && stopwatch.wokenInTime();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void endJob() {
    writeLines();
    accounts.completed(0);
  }

  private void writeLines() {
    for (int i = 0; i < LINES; i++) {
      lines.setOpaque(i * LONGS_OF_A_LINE, 1);
    }
  }
}
