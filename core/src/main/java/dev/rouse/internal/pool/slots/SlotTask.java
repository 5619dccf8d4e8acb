package dev.rouse.internal.pool.slots;

/**
 * A submitter's job in a queue of the workers.
 *
 * @param submission where the job lies
 * @param message the slot's message
 */
public record SlotTask(Submission submission, long message) {
  /** The job never starts. In any thread. */
  public void cancel() {
    submission.replyOfOthers(SlotMessage.reply(message, SlotMessage.CANCELLED, 0));
  }

  /**
   * The job never starts, for a reason. In any thread.
   *
   * @param reason what its submitter is told
   */
  public void fail(RuntimeException reason) {
    submission.setFailure(SlotMessage.slot(message), reason);
    submission.replyOfOthers(SlotMessage.reply(message, SlotMessage.FAILED, 0));
  }
}
