package dev.rouse.pool;

import dev.rouse.channel.Inbox;
import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.pool.accounts.Accounts;
import dev.rouse.internal.pool.crew.Crew;
import dev.rouse.internal.pool.crew.Worker;
import dev.rouse.internal.pool.slots.FreeSlots;
import dev.rouse.internal.pool.slots.SlotMessage;
import dev.rouse.internal.pool.slots.Submission;
import dev.rouse.internal.pool.submit.Answers;
import dev.rouse.internal.pool.submit.GivenBack;
import dev.rouse.internal.pool.submit.Lane;
import dev.rouse.internal.pool.submit.Sending;
import dev.rouse.internal.pool.times.Sampling;
import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fast way to give jobs to a {@link WorkerPool}, for one thread at a time: jobs and replies are
 * bytes in memory that is allocated once, and what has become of a job is told to a handler in the
 * submitting thread. As long as a worker has room for a job, it allocates nothing and takes no
 * lock.
 *
 * {@snippet class="dev.rouse.samples.SubmitterSample" region="program"}
 *
 * <p>A submitter has a number of credits. Each job in flight takes one, which stands for the space
 * of the job <em>and</em> of its reply, so the two directions cannot block each other. The credit
 * is free again when the handler of completions has returned. The credits are reserved from the
 * limit of the pool.
 *
 * <p>Jobs are gathered, and sent in batches: by {@link #flush}, by {@link #poll} and {@link
 * #await}, and when there are {@value #BATCH}. So a worker is woken once for a batch. A job that
 * was never flushed does not start.
 *
 * <p>Jobs go to the worker that is already at work, as long as it has room: as it soon will have
 * done what was sent to it. Then they go to the next one. What no worker has room for waits in the
 * queue that all of them share. So jobs need not be done in the order in which they were submitted.
 * If the pool has a {@link Dispatch} of its own, it decides about jobs that are given as values;
 * those given as bytes go to any worker.
 *
 * <p>A {@link StackOverflowError} in the middle of a call, when the thread's stack is at its end,
 * can leave jobs behind that are neither done nor cancelled; the pool then does not end by itself.
 *
 * <p>Memory consistency: what the thread does before it submits a job happens-before the job is
 * handled, and that happens-before the call of the handler of completions.
 *
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class Submitter<J, R> implements AutoCloseable {
  /** Is returned instead of a ticket or an offset if there is no credit left. */
  public static final long FULL = -1;

  /** A flush of fewer jobs can wait until the completions that there are were passed. */
  private static final int WORTH_A_FLUSH = 16;

  /** So many jobs are gathered at most. */
  public static final int BATCH = Sending.BATCH;

  private static final int NO_SLOT = -1;

  private final Accounts accounts;
  private final @Nullable Dispatch<? super J> dispatch;
  private final Loads loads;
  private final Sampling sampling;
  private final RecordCodec<J> jobs;
  private final CompletionHandler<R> handler;
  private final int credits;
  private final int maxJobBytes;
  private final Inbox inbox;
  private final Submission submission;
  private final Sending sending;
  private final Answers answers;
  private final FreeSlots free;
  private final SlotCompletion<R> ended;

  /** The messages of jobs that were gathered. */
  private final long[] gathered = new long[BATCH];

  private final GivenBack givenBack;
  private final LongConsumer complete = this::complete;

  private int gatheredCount;
  private int claimed = NO_SLOT;
  private long lastTicket;
  private boolean handling;
  private boolean closed;

  /** Makes a submitter. See {@link WorkerPool#newSubmitter}. */
  Submitter(
      Accounts accounts,
      Crew crew,
      List<Worker> workers,
      @Nullable Dispatch<? super J> dispatch,
      Loads loads,
      Runnable queuedForAll,
      Sampling sampling,
      RecordFormat<J, R> format,
      WaitPolicy policy,
      int credits,
      CompletionHandler<R> handler) {
    this.accounts = accounts;
    this.dispatch = dispatch;
    this.loads = loads;
    this.sampling = sampling;
    this.jobs = format.jobs();
    this.handler = handler;
    this.credits = credits;
    this.maxJobBytes = format.maxJobBytes();
    this.inbox = Inbox.create(policy);
    this.free = new FreeSlots(credits);
    this.givenBack = new GivenBack(credits);
    this.submission =
        new Submission(
            credits, format.maxJobBytes(), format.maxReplyBytes(), workers.size(), inbox, complete);
    this.ended = new SlotCompletion<>(submission, format.replies());
    Lane[] lanes = null;
    accounts.addSubmitter(credits, submission.accepted());
    try {
      lanes = Lane.toAll(workers, submission, credits, dispatch != null, accounts);
    } finally {
      if (lanes == null) {
        accounts.removeSubmitter(credits, submission.accepted());
      }
    }
    this.sending = new Sending(accounts, crew, workers, queuedForAll, submission, givenBack, lanes);
    this.answers = new Answers(lanes, inbox.receiver(), complete);
  }

  /**
   * Submits a job, if there is a credit for it, without waiting.
   *
   * @param job the job, which the pool's codec writes
   * @param tag is passed to the handler of completions
   * @return the job's ticket, counted from 1; or {@link #FULL}
   * @throws ClosedException if the pool is shut down, or this submitter is closed
   * @throws IllegalArgumentException if the job has more bytes than the pool's {@linkplain
   *     WorkerPoolBuilder#maxJobBytes largest job}, or if the dispatch names a worker that does not
   *     exist; nothing was submitted
   * @throws IllegalStateException if there is a claim
   */
  public long tryExecute(J job, long tag) {
    Objects.requireNonNull(job, "job");
    int slot = peekSlot();
    if (slot == NO_SLOT) {
      return FULL;
    }
    if (jobs.maxByteSize(job) > maxJobBytes) {
      requireFits("job", jobs.byteSize(job));
    }
    int worker = dispatch == null ? Dispatch.ANY : loads.choose(dispatch, job);
    int length = jobs.encode(job, submission.memory(), submission.jobOffset(slot));
    return submit(slot, length, tag, worker);
  }

  /**
   * Submits a job that is given as bytes, if there is a credit for it, without waiting.
   *
   * @param source where the job is
   * @param offset where in {@code source} it starts, in bytes
   * @param length its length in bytes, 0 or more
   * @param tag is passed to the handler of completions
   * @return the job's ticket, counted from 1; or {@link #FULL}
   * @throws ClosedException if the pool is shut down, or this submitter is closed
   * @throws IllegalArgumentException if {@code length} is more than the pool's {@linkplain
   *     WorkerPoolBuilder#maxJobBytes largest job}; nothing was submitted
   * @throws IllegalStateException if there is a claim
   * @throws IndexOutOfBoundsException if {@code source} does not have these bytes
   */
  public long tryExecute(MemorySegment source, long offset, int length, long tag) {
    Objects.requireNonNull(source, "source");
    int slot = peekSlot();
    if (slot == NO_SLOT) {
      return FULL;
    }
    requireFits("length", length);
    MemorySegment.copy(source, offset, submission.memory(), submission.jobOffset(slot), length);
    return submit(slot, length, tag, Dispatch.ANY);
  }

  /**
   * Submits a job, and waits while there is no credit for it. Meanwhile the handler of completions
   * is called.
   *
   * @param job the job, which the pool's codec writes
   * @param tag is passed to the handler of completions
   * @return the job's ticket, counted from 1
   * @throws ClosedException if the pool is shut down, or this submitter is closed
   * @throws IllegalArgumentException as in {@link #tryExecute(Object, long)}
   * @throws IllegalStateException if there is a claim, or if called by the handler of completions
   *     while there is no credit
   * @throws InterruptedException if the thread is interrupted during the wait; nothing was
   *     submitted
   */
  public long execute(J job, long tag) throws InterruptedException {
    long ticket;
    while ((ticket = tryExecute(job, tag)) == FULL) {
      passOrWait(Integer.MAX_VALUE, Deadline.FOREVER); // what is gathered waits for this job
    }
    return ticket;
  }

  /**
   * Claims the space of a job, if there is a credit for it, to write it in place. Must be followed
   * by {@link #commit} or {@link #abort}.
   *
   * @return where in {@link #memory} the job starts, in bytes, a multiple of 8, with space for the
   *     pool's {@linkplain WorkerPoolBuilder#maxJobBytes largest job}; or {@link #FULL}
   * @throws ClosedException if the pool is shut down, or this submitter is closed
   * @throws IllegalStateException if there is a claim
   */
  public long tryClaim() {
    int slot = peekSlot();
    if (slot == NO_SLOT) {
      return FULL;
    }
    claimed = slot; // taken when it is submitted
    return submission.jobOffset(slot);
  }

  /**
   * Returns where claimed jobs are written. Only what was claimed may be written.
   *
   * @return the memory
   */
  public MemorySegment memory() {
    return submission.memory();
  }

  /**
   * Submits the job that was claimed.
   *
   * @param length its length in bytes, 0 or more
   * @param tag is passed to the handler of completions
   * @return the job's ticket, counted from 1
   * @throws IllegalArgumentException if {@code length} is more than the pool's {@linkplain
   *     WorkerPoolBuilder#maxJobBytes largest job}; the claim remains
   * @throws IllegalStateException if there is no claim
   */
  public long commit(int length, long tag) {
    int slot = requireClaim();
    requireFits("length", length);
    return submit(slot, length, tag, Dispatch.ANY);
  }

  /**
   * Gives the claim up; its credit is free again.
   *
   * @throws IllegalStateException if there is no claim
   */
  public void abort() {
    requireClaim();
    claimed = NO_SLOT;
  }

  /**
   * Sends the jobs that were gathered to the workers, and wakes as few of them as need be. If the
   * pool was shut down meanwhile, the jobs are cancelled, which the next {@link #poll} tells.
   *
   * @throws IllegalStateException if the system has refused to wake a thread; the jobs are sent
   */
  public void flush() {
    if (gatheredCount == 0) {
      return;
    }
    int count = gatheredCount;
    gatheredCount = 0;
    sending.send(gathered, count);
  }

  /**
   * Passes completions that have arrived to the handler, without waiting. Flushes, too: also what
   * the handler has submitted.
   *
   * @param limit the largest number of completions to pass, at least 1
   * @return how many were passed, 0 or more
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by the handler, or if the system has refused to wake a
   *     thread; the jobs are sent
   */
  public int poll(int limit) {
    int count = pass(limit);
    flush();
    return count;
  }

  /** Passes completions, and flushes unless there are some and only a few jobs were gathered. */
  private int pass(int limit) {
    requirePositive(limit);
    requireNoHandler();
    // A flush has a price of its own. It can wait while the workers have something to do.
    if (gatheredCount >= WORTH_A_FLUSH || gatheredCount == inFlight()) {
      flush();
    }
    int count = givenBack.take(limit, complete);
    count += answers.take(limit - count);
    if (count == 0 && gatheredCount != 0) {
      flush();
      count = givenBack.take(limit, complete);
    }
    return count;
  }

  /**
   * Waits until a job has ended, and passes the completions that have arrived to the handler.
   * Flushes as {@link #poll} does. Does not wait if no job is in flight.
   *
   * @param limit the largest number of completions to pass, at least 1
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return how many were passed; 0 if the time was up, or if no job is in flight
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by the handler
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was passed
   */
  public int await(int limit, long timeout, TimeUnit unit) throws InterruptedException {
    int count = passOrWait(limit, Deadline.nanos(timeout, unit));
    flush();
    return count;
  }

  private int passOrWait(int limit, long timeoutNanos) throws InterruptedException {
    int count = pass(limit);
    if (count != 0 || inFlight() == 0) {
      return count;
    }
    // Nothing is gathered now.
    Waiter.requireNotInterrupted();
    return answers.await(limit, timeoutNanos);
  }

  /**
   * As {@link #await(int, long, TimeUnit)}, but waits for ever.
   *
   * @param limit the largest number of completions to pass, at least 1
   * @return how many were passed; 0 if no job is in flight
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by the handler
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was passed
   */
  public int await(int limit) throws InterruptedException {
    return await(limit, Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /**
   * Returns how many more jobs could be submitted now.
   *
   * @return the number of free credits
   */
  public int remaining() {
    return free.size() - (claimed == NO_SLOT ? 0 : 1);
  }

  /**
   * Returns how many jobs were submitted whose completion was not passed to the handler yet.
   *
   * @return the number, from 0 to the credits
   */
  public int inFlight() {
    return credits - free.size();
  }

  /**
   * Submits no more jobs, waits until all that were submitted have ended, and passes their
   * completions to the handler. An interrupt does not end the wait; the interrupt status is then
   * set when the method returns. Gives a claim up. If the handler throws, the wait goes on, and the
   * first exception is thrown at the end. Does nothing if it was closed before.
   *
   * @throws IllegalStateException if called by the handler of completions
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    requireNoHandler();
    Throwable failure = null;
    while (true) {
      try {
        if (claimed != NO_SLOT) {
          abort();
        }
        flush();
        if (givenBack.take(Integer.MAX_VALUE, complete) != 0) {
          continue; // the handler may have submitted more
        }
        if (inFlight() == 0) {
          break;
        }
        answers.awaitUninterruptibly();
      } catch (RuntimeException | Error e) { // of the handler, which has been told
        failure = failure == null ? e : failure;
      }
    }
    closed = true;
    try {
      sending.close();
      inbox.close();
    } finally {
      accounts.removeSubmitter(credits, submission.accepted());
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  @Override
  public String toString() {
    return "Submitter[credits=%d, inFlight=%d, closed=%s]".formatted(credits, inFlight(), closed);
  }

  /** Returns the slot of the next job, which is not taken yet, or that there is none. */
  private int peekSlot() {
    if (claimed != NO_SLOT) {
      throw new IllegalStateException("there is a claim: expected commit or abort first");
    }
    if (closed) {
      throw new ClosedException("submit by a submitter that is closed");
    }
    if (accounts.isClosed()) {
      throw new ClosedException("submit to a pool that is shut down");
    }
    return free.size() == 0 ? NO_SLOT : free.peek();
  }

  private void requireNoHandler() {
    if (handling) {
      throw new IllegalStateException(
          "called by the handler of completions: expected only to submit there");
    }
  }

  private int requireClaim() {
    if (claimed == NO_SLOT) {
      throw new IllegalStateException("there is no claim: expected tryClaim first");
    }
    return claimed;
  }

  private void requireFits(String name, int bytes) {
    if (bytes < 0 || bytes > maxJobBytes) {
      throw new IllegalArgumentException(
          "%s: %d bytes, expected 0 to %d: see WorkerPoolBuilder.maxJobBytes"
              .formatted(name, bytes, maxJobBytes));
    }
  }

  private static void requirePositive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 or more");
    }
  }

  /** Submits the job in the slot that is taken next. */
  private long submit(int slot, int length, long tag, int worker) {
    long ticket = lastTicket + 1;
    submission.setJob(slot, ticket, tag);
    long message = SlotMessage.job(slot, length);
    if (worker != Dispatch.ANY) {
      take(slot, ticket);
      submission.setSentAt(slot, sampling.stamp(ticket));
      sending.sendTo(worker, message);
      return ticket;
    }
    gathered[gatheredCount] = message;
    take(slot, ticket);
    gatheredCount++;
    if (gatheredCount == BATCH) {
      flush();
    }
    return ticket;
  }

  private void take(int slot, long ticket) {
    free.take(slot);
    lastTicket = ticket;
    claimed = NO_SLOT;
  }

  private void complete(long message) {
    int slot = SlotMessage.slot(message);
    ended.set(message);
    handling = true;
    try {
      handler.completed(ended);
    } finally {
      handling = false;
      submission.setFailure(slot, null);
      free.add(slot);
    }
  }
}
