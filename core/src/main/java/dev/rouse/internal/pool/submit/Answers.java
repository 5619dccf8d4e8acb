package dev.rouse.internal.pool.submit;

import dev.rouse.channel.Idle;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.internal.wait.Deadline;
import java.util.function.LongConsumer;

/**
 * The answers to a submitter's jobs, which come through its lanes or as messages: takes them, and
 * waits for them. For the submitter's thread.
 */
public final class Answers {
  private final Lane[] lanes;
  private final InboxReceiver receiver;
  private final LongConsumer action;
  private final Idle idle = new LaneAnswers();

  /** How long the present wait may last, and since when; see {@link Deadline}. */
  private long until;

  private long start;

  /** Whether the answers of the lanes came first in the last look. */
  private boolean lanesFirst;

  /** The lane whose answers were taken last. */
  private int nextLane;

  /**
   * Makes it without answers.
   *
   * @param lanes the ways to the workers
   * @param receiver takes the messages, and has the action called with each
   * @param action is called with each answer of a lane; if it throws, the next call goes on after
   *     it
   */
  public Answers(Lane[] lanes, InboxReceiver receiver, LongConsumer action) {
    this.lanes = lanes;
    this.receiver = receiver;
    this.action = action;
  }

  /**
   * Takes answers that have come.
   *
   * @param limit how many to take at most
   * @return how many were taken
   */
  public int take(int limit) {
    // In turns: with a small limit, neither way can keep the other one's answers waiting.
    lanesFirst = !lanesFirst;
    int count = lanesFirst ? takeOfLanes(limit) : 0;
    if (count < limit) {
      count += Math.max(0, receiver.drain(limit - count));
    }
    if (!lanesFirst && count < limit) {
      count += takeOfLanes(limit - count);
    }
    return count;
  }

  /**
   * Waits for answers, and takes those that have come.
   *
   * @param limit how many to take at most
   * @param timeoutNanos the longest time to wait
   * @return how many were taken; 0 if the time was up
   * @throws InterruptedException if the thread is interrupted before or during the wait
   */
  public int await(int limit, long timeoutNanos) throws InterruptedException {
    // The time since start, so that no difference of two instants is too large for a long.
    start = timeoutNanos == Deadline.FOREVER ? 0 : System.nanoTime();
    until = timeoutNanos;
    int count;
    do {
      count = Math.max(0, receiver.receive(limit, idle));
      count += takeOfLanes(limit - count);
      // It may have been a job that somebody else answers.
    } while (count == 0 && idle.sleepNanos() > 0);
    return count;
  }

  /** Waits for something that may be an answer, and takes those that have come. */
  public void awaitUninterruptibly() {
    until = Deadline.FOREVER;
    receiver.receiveUninterruptibly(Integer.MAX_VALUE, idle);
    takeOfLanes(Integer.MAX_VALUE);
  }

  /** Takes the answers that have come through the lanes. */
  private int takeOfLanes(int limit) {
    int count = 0;
    int tried = 0;
    while (count < limit && tried < lanes.length) {
      tried++;
      // The next lane has its turn first next time, also if the action throws.
      nextLane = nextLane + 1 < lanes.length ? nextLane + 1 : 0;
      count += lanes[nextLane].takeAnswers(limit - count, action);
    }
    if (count != 0) {
      receiver.foundWork(count);
    }
    return count;
  }

  /** What this thread waits for besides its inbox. */
  private final class LaneAnswers implements Idle {
    @Override
    public boolean hasWork() {
      for (Lane each : lanes) {
        if (each.hasAnswers()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public long maxSpinNanos() {
      return sleepNanos();
    }

    @Override
    public long sleepNanos() {
      return until == Deadline.FOREVER ? until : until - (System.nanoTime() - start);
    }
  }
}
