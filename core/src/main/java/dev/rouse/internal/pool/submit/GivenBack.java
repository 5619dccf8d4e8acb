package dev.rouse.internal.pool.submit;

import dev.rouse.internal.pool.slots.SlotMessage;
import java.util.function.LongConsumer;

/**
 * A submitter's jobs that were not sent, because the pool was shut down, or for want of memory. For
 * the submitter's thread.
 */
public final class GivenBack {
  /** Their answers, the last one first. */
  private final long[] answers;

  private int count;

  /**
   * Makes it without jobs.
   *
   * @param credits how many there can be
   */
  public GivenBack(int credits) {
    answers = new long[credits];
  }

  /** A job was not sent. */
  void add(long message) {
    answers[count++] = SlotMessage.reply(message, SlotMessage.CANCELLED, 0);
  }

  /**
   * Takes the answers.
   *
   * @param limit how many to take at most
   * @param action is called with each; if it throws, the next call goes on after it
   * @return how many were taken
   */
  public int take(int limit, LongConsumer action) {
    int taken = 0;
    while (count != 0 && taken < limit) {
      taken++;
      action.accept(answers[--count]);
    }
    return taken;
  }
}
