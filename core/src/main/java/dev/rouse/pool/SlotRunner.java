package dev.rouse.pool;

import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.crew.Runner;
import dev.rouse.internal.pool.crew.Worker;
import dev.rouse.internal.pool.slots.LaneJobs;
import dev.rouse.internal.pool.slots.SlotMessage;
import dev.rouse.internal.pool.slots.SlotTask;
import dev.rouse.internal.pool.slots.Submission;
import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.pool.times.Stopwatch;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the jobs of submitters on one worker, and has another runner do the rest. For one thread.
 */
final class SlotRunner extends Runner {
  private final @Nullable RecordJobHandler handler;
  private final JobRunner<?, ?> others;
  private final Worker worker;
  private final int index;
  private final Accounts accounts;
  private final int crashLimit;
  private final BooleanSupplier stopping;
  private final Stopwatch stopwatch;
  private final SlotJob context = new SlotJob();

  /** Made before it is needed: then there is no memory. */
  private final RuntimeException noDetails =
      new IllegalStateException("a job has failed, and there was no memory to say how");

  SlotRunner(
      @Nullable RecordJobHandler handler,
      JobRunner<?, ?> others,
      Worker worker,
      Accounts accounts,
      int crashLimit,
      BooleanSupplier stopping) {
    this.handler = handler;
    this.others = others;
    this.worker = worker;
    this.index = worker.index();
    this.accounts = accounts;
    this.crashLimit = crashLimit;
    this.stopping = stopping;
    this.stopwatch = worker.stopwatchOfAll();
  }

  @Override
  public void run(Object task) {
    if (task instanceof SlotTask slotTask) {
      worker.turns().runsSlot(true);
      runTimed(slotTask.submission(), slotTask.message());
      worker.turns().runsSlot(false);
    } else {
      others.run(task);
    }
  }

  private void runTimed(Submission submission, long message) {
    long begun = stopwatch.begin(submission.sentAt(SlotMessage.slot(message)));
    try {
      run(null, submission, message);
    } finally {
      stopwatch.end(begun);
    }
  }

  @Override
  public void run(@Nullable LaneJobs lane, Submission submission, long message) {
    // By somebody who knows nothing of this job. Before the look: who stops the pool says so first,
    // and interrupts then.
    Thread.interrupted();
    if (stopping.getAsBoolean()) {
      long reply = SlotMessage.reply(message, SlotMessage.CANCELLED, 0);
      end(lane, submission, reply, Accounts.CANCELLED);
      return;
    }
    int slot = SlotMessage.slot(message);
    context.submission = submission;
    context.slot = slot;
    int length;
    try {
      length =
          Objects.requireNonNull(handler)
              .handle(
                  submission.memory(),
                  submission.jobOffset(slot),
                  SlotMessage.length(message),
                  submission.replyOffset(slot),
                  context);
      if (length < 0 || length > submission.maxReplyBytes()) {
        throw new IllegalStateException(
            "the handler has returned a reply of %d bytes, expected 0 to %d"
                .formatted(length, submission.maxReplyBytes()));
      }
    } catch (Error e) {
      crashed(lane, submission, message, e);
      throw e;
    } catch (Throwable t) { // sneaky ones included
      fail(lane, submission, message, t);
      return;
    }
    long reply = SlotMessage.reply(message, SlotMessage.COMPLETED, length);
    end(lane, submission, reply, Accounts.COMPLETED);
  }

  private void crashed(@Nullable LaneJobs lane, Submission submission, long message, Error error) {
    int slot = SlotMessage.slot(message);
    if (submission.crashed(slot) <= crashLimit && !stopping.getAsBoolean()) {
      SlotTask again = task(submission, message);
      if (again != null) {
        submission.setSentAt(slot, Sampling.NONE); // it has started, and that was timed
        worker.retry(again);
        if (lane != null) {
          lane.skip(); // the retry answers
        }
        return;
      }
    }
    fail(lane, submission, message, error);
  }

  private static @Nullable SlotTask task(Submission submission, long message) {
    try {
      return new SlotTask(submission, message);
    } catch (OutOfMemoryError e) { // maybe what the worker dies of
      return null;
    }
  }

  private void fail(@Nullable LaneJobs lane, Submission submission, long message, Throwable cause) {
    int slot = SlotMessage.slot(message);
    RuntimeException exception;
    try {
      exception = JobException.of(submission.ticket(slot), "record", 0, cause);
    } catch (Error e) { // no memory, or no stack
      exception = noDetails;
    }
    submission.setFailure(slot, exception);
    end(lane, submission, SlotMessage.reply(message, SlotMessage.FAILED, 0), Accounts.FAILED);
  }

  /** The job is counted first: who has got the answer finds it counted. */
  private void end(@Nullable LaneJobs lane, Submission submission, long reply, int word) {
    accounts.slotEnded(index, word);
    if (lane == null) {
      submission.reply(index, reply);
    } else {
      lane.ended(reply);
      submission.wakeSubmitter();
    }
  }

  /** The job that runs. One for all, so that a job takes no memory. */
  private final class SlotJob implements Job {
    private @Nullable Submission submission;
    private int slot;

    @Override
    public long number() {
      return Objects.requireNonNull(submission).ticket(slot);
    }

    @Override
    public String worker() {
      return Thread.currentThread().getName();
    }

    @Override
    public boolean isCancelled() {
      return stopping.getAsBoolean();
    }

    @Override
    public void report(Object progress) {
      // A submitter has no place for it.
    }
  }
}
