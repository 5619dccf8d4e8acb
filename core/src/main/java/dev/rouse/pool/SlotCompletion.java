package dev.rouse.pool;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.pool.slots.SlotMessage;
import dev.rouse.internal.pool.slots.Submission;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A submitter's job that has ended. One for all, so that a completion takes no memory. */
final class SlotCompletion<R> implements Completion<R> {
  private final Submission submission;
  private final RecordCodec<R> replies;
  private long message;

  SlotCompletion(Submission submission, RecordCodec<R> replies) {
    this.submission = submission;
    this.replies = replies;
  }

  /** Turns to the next job, which an answer names. */
  void set(long answer) {
    message = answer;
  }

  @Override
  public long ticket() {
    return submission.ticket(SlotMessage.slot(message));
  }

  @Override
  public long tag() {
    return submission.tag(SlotMessage.slot(message));
  }

  @Override
  public CompletionStatus status() {
    return switch (SlotMessage.status(message)) {
      case SlotMessage.COMPLETED -> CompletionStatus.COMPLETED;
      case SlotMessage.FAILED -> CompletionStatus.FAILED;
      default -> CompletionStatus.CANCELLED;
    };
  }

  @Override
  public R reply() {
    if (status() != CompletionStatus.COMPLETED) {
      throw new IllegalStateException(
          "job %d has no reply: it is %s".formatted(ticket(), status()), exception());
    }
    return replies.decode(memory(), offset(), length());
  }

  @Override
  public MemorySegment memory() {
    return submission.memory();
  }

  @Override
  public long offset() {
    return submission.replyOffset(SlotMessage.slot(message));
  }

  @Override
  public int length() {
    return SlotMessage.length(message);
  }

  @Override
  public @Nullable RuntimeException exception() {
    return submission.failure(SlotMessage.slot(message));
  }
}
