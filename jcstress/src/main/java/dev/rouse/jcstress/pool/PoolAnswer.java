package dev.rouse.jcstress.pool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.rouse.jcstress.suite.ActorThread;
import dev.rouse.jcstress.suite.Jitter;
import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Stopwatch;
import dev.rouse.pool.Completion;
import dev.rouse.pool.CompletionStatus;
import dev.rouse.pool.Submitter;
import dev.rouse.pool.WorkerPool;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Claim: the answer to a submitter's job says what has become of that job, with the bytes of its
 * reply, whenever the submitter looks; and one that waits for an answer is woken.
 *
 * <p>The submitter takes the answers to some jobs while the worker does the next ones, and sleeps
 * for the rest. How many those are changes from state to state.
 */
@JCStressTest
@Outcome(id = "48, 0", expect = ACCEPTABLE, desc = "All answers came, and were right.")
@Outcome(expect = FORBIDDEN, desc = "The wake-up was lost, or an answer was another one's.")
@State
public class PoolAnswer {
  private static final int JOBS = 48;
  private static final int LOST = -1;
  private static final int NANOS_OF_A_LOOK = 32;

  /**
   * Lengths of replies: those that answers hold themselves, those that they do not, and between.
   */
  private static final int[] LENGTHS = {0, 1, 8, 249, 250, 251, 252, 253, 254, 255, 256, 300};

  /** The jobs of this length fail. */
  private static final int FAILING = 253;

  private static final int LONGEST = 300;

  private final RuntimeException failure = new IllegalStateException("a job that fails");
  private final ActorThread thread = new ActorThread();
  private final Meeting meeting = new Meeting();

  /** Of the submitter's thread. */
  private int wrong;

  private int right;

  private final WorkerPool<byte[], byte[]> pool =
      WorkerPool.builderOfRecords(
              () ->
                  (memory, offset, length, replyOffset, job) -> {
                    if (job.number() == 1) {
                      meet();
                    }
                    return reply(memory, (int) job.number(), replyOffset);
                  })
          .workers(1)
          .maxJobBytes(1)
          .maxReplyBytes(LONGEST)
          .limit(JOBS)
          .threads(thread)
          .start();

  private final Submitter<byte[], byte[]> submitter = pool.newSubmitter(JOBS, this::check);

  /** In the handler, because there is a long way to it from where the worker begins. */
  private void meet() {
    meeting.meet();
  }

  private static int length(int ticket) {
    return LENGTHS[ticket % LENGTHS.length];
  }

  /** Writes the first and the last byte of the reply, which lie in different cache lines. */
  private int reply(MemorySegment memory, int ticket, long offset) {
    int length = length(ticket);
    if (length == FAILING) {
      throw failure;
    }
    if (length > 0) {
      memory.set(JAVA_BYTE, offset, (byte) ticket);
      memory.set(JAVA_BYTE, offset + length - 1, (byte) ticket);
    }
    return length;
  }

  private void check(Completion<byte[]> answer) {
    int ticket = (int) answer.ticket();
    int length = length(ticket);
    boolean good = answer.tag() == -ticket;
    if (length == FAILING) {
      good &= answer.status() == CompletionStatus.FAILED && answer.exception() != null;
    } else {
      good &= answer.status() == CompletionStatus.COMPLETED && answer.length() == length;
      good &= length == 0 || hasBytes(answer, ticket, length);
    }
    if (good) {
      right++;
    } else {
      wrong++;
    }
  }

  private static boolean hasBytes(Completion<?> answer, int ticket, int length) {
    return answer.memory().get(JAVA_BYTE, answer.offset()) == ticket
        && answer.memory().get(JAVA_BYTE, answer.offset() + length - 1) == ticket;
  }

  @Actor
  public void submitter(II_Result r) {
    for (int i = 1; i <= JOBS; i++) {
      submitter.tryClaim();
      submitter.commit(1, -i);
    }
    submitter.flush();
    meeting.meet();
    for (long looks = Jitter.nanos() / NANOS_OF_A_LOOK; looks > 0; looks--) {
      submitter.poll(JOBS);
    }
    try {
      boolean lost = false;
      while (submitter.inFlight() != 0 && !lost) {
        Stopwatch stopwatch = new Stopwatch();
        submitter.await(JOBS, stopwatch.timeoutNanos(), TimeUnit.NANOSECONDS);
        lost = !stopwatch.wokenInTime();
      }
      r.r1 = right;
      r.r2 = lost ? LOST : wrong;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      pool.shutdown();
    }
  }

  @Actor
  public void worker() {
    thread.play();
  }
}
