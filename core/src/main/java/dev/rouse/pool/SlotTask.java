package dev.rouse.pool;

/**
 * A submitter's job in a queue of the workers.
 *
 * @param submission where the job lies
 * @param message the slot's message
 */
record SlotTask(Submission submission, long message) {
  /** The job never starts. In any thread. */
  void cancel() {
    submission.replyOfOthers(SlotMessage.reply(message, SlotMessage.CANCELLED, 0));
  }

  /** The job never starts, for a reason. In any thread. */
  void fail(RuntimeException reason) {
    submission.failures[SlotMessage.slot(message)] = reason;
    submission.replyOfOthers(SlotMessage.reply(message, SlotMessage.FAILED, 0));
  }
}
