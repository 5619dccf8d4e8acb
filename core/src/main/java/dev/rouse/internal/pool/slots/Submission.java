package dev.rouse.internal.pool.slots;

import dev.rouse.channel.Inbox;
import dev.rouse.channel.LongSender;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.internal.memory.Words;
import dev.rouse.memory.Region;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a submitter and the workers share: the slots in which its jobs and their replies lie, and
 * the ways back.
 *
 * <p>A slot belongs to one thread at a time: to the submitter until it sends the slot's message, to
 * the worker that has received it until it sends the answer, and then to the submitter again. The
 * channels order what they do. All of what follows, the arrays too, is handed over with the slot.
 */
public final class Submission {
  /** Of jobs and of replies, in bytes. */
  public static final long ALIGNMENT = Long.BYTES;

  /** Of most processors, in bytes. Where it is another one, only time is lost. */
  private static final long CACHE_LINE = 64;

  private static final int SMALLEST_CHANNEL = 16;

  private final MemorySegment memory;
  private final long jobStride;
  private final long replyStride;
  private final long repliesAt;
  private final int maxReplyBytes;

  /** By slot, what the submitter calls the job. */
  private final long[] tickets;

  private final long[] tags;

  /** By slot, the stamp of when the job was sent. */
  private final long[] sentAt;

  /** By slot, why the job has failed. */
  private final @Nullable RuntimeException[] failures;

  /** By slot, how long a reply is, if it is long; see {@link LaneJobs}. */
  final int[] replyLengths;

  /** By slot, how many workers have died of the job. */
  private final int[] crashes;

  /** Counts the jobs that the pool has accepted; only the submitter's thread writes it. */
  private final AtomicCounter accepted = AtomicCounter.allocate();

  /** See {@link Words}. Nobody else has the region, so nobody closes it. */
  private final long base;

  private final Inbox inbox;
  private final LongSender[] replies;

  /** For threads that are no workers, so guarded by itself. */
  private final LongSender replyOfOthers;

  /**
   * Makes the shared state.
   *
   * @param slots how many slots there are
   * @param maxJobBytes how long a job can be
   * @param maxReplyBytes how long a reply can be
   * @param workers how many workers there are
   * @param inbox the submitter's
   * @param onReply is what the submitter's thread does with an answer
   */
  public Submission(
      int slots,
      int maxJobBytes,
      int maxReplyBytes,
      int workers,
      Inbox inbox,
      LongConsumer onReply) {
    this.jobStride = Math.max(ALIGNMENT, align(maxJobBytes));
    this.replyStride = Math.max(ALIGNMENT, align(maxReplyBytes));
    // Jobs and replies apart: lines that one side writes and the other one reads, in order.
    this.repliesAt = roundUp(Math.multiplyExact(jobStride, (long) slots), Region.ALIGNMENT);
    this.maxReplyBytes = maxReplyBytes;
    long replyBytes = Math.multiplyExact(replyStride, (long) slots);
    this.memory = Region.allocate(Math.addExact(repliesAt, replyBytes)).segment();
    this.inbox = inbox;
    this.base = Words.base(memory);
    this.tickets = new long[slots];
    this.tags = new long[slots];
    this.sentAt = new long[slots];
    this.failures = new RuntimeException[slots];
    this.replyLengths = new int[slots];
    this.crashes = new int[slots];
    int capacity = channelCapacity(slots);
    this.replies = new LongSender[workers];
    for (int i = 0; i < workers; i++) {
      replies[i] = inbox.newLongSender(capacity, onReply);
    }
    this.replyOfOthers = inbox.newLongSender(capacity, onReply);
  }

  /**
   * Returns the space that a job or a reply takes.
   *
   * @param bytes how long it is
   * @return the next multiple of {@link #ALIGNMENT}
   */
  public static long align(int bytes) {
    return roundUp(bytes, ALIGNMENT);
  }

  private static long roundUp(long bytes, long unit) {
    return (bytes + (unit - 1)) & -unit;
  }

  /**
   * Returns the capacity of a channel that always has space for a message. It holds at most one for
   * each slot, and as many that were answered and not freed: a receiver frees what it has taken
   * when it has taken half the capacity.
   *
   * @param slots how many slots there are
   * @return the capacity, a power of two
   */
  public static int channelCapacity(int slots) {
    return Math.max(SMALLEST_CHANNEL, Integer.highestOneBit(2 * slots - 1) * 2);
  }

  /**
   * Returns who counts the jobs that the pool has accepted.
   *
   * @return the counter, which only the submitter's thread writes
   */
  public AtomicCounter accepted() {
    return accepted;
  }

  /**
   * A slot has a new job, of which no worker has died. Called by the submitter.
   *
   * @param slot the slot
   * @param ticket what the submitter calls the job
   * @param tag what its user calls it
   */
  public void setJob(int slot, long ticket, long tag) {
    tickets[slot] = ticket;
    tags[slot] = tag;
    crashes[slot] = 0;
  }

  /**
   * Returns what the submitter calls a job.
   *
   * @param slot the job's slot
   * @return the ticket
   */
  public long ticket(int slot) {
    return tickets[slot];
  }

  /**
   * Returns what the submitter's user calls a job.
   *
   * @param slot the job's slot
   * @return the tag
   */
  public long tag(int slot) {
    return tags[slot];
  }

  /**
   * Says when a job was sent.
   *
   * @param slot the job's slot
   * @param stamp the time, or that the job is not timed
   */
  public void setSentAt(int slot, long stamp) {
    sentAt[slot] = stamp;
  }

  /**
   * Returns when a job was sent.
   *
   * @param slot the job's slot
   * @return what was said last
   */
  public long sentAt(int slot) {
    return sentAt[slot];
  }

  /**
   * Says why a job has failed.
   *
   * @param slot the job's slot
   * @param failure the reason; null if it has not failed
   */
  public void setFailure(int slot, @Nullable RuntimeException failure) {
    failures[slot] = failure;
  }

  /**
   * Returns why a job has failed.
   *
   * @param slot the job's slot
   * @return the reason; null if it has not failed
   */
  public @Nullable RuntimeException failure(int slot) {
    return failures[slot];
  }

  /**
   * A worker has died of a job.
   *
   * @param slot the job's slot
   * @return how many have by now
   */
  public int crashed(int slot) {
    return ++crashes[slot];
  }

  /**
   * Returns the memory in which jobs and replies lie.
   *
   * @return the memory
   */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * Returns where the job of a slot lies.
   *
   * @param slot the slot
   * @return the offset in bytes
   */
  public long jobOffset(int slot) {
    return slot * jobStride;
  }

  /**
   * Returns where the reply of a slot lies.
   *
   * @param slot the slot
   * @return the offset in bytes
   */
  public long replyOffset(int slot) {
    return repliesAt + slot * replyStride;
  }

  /**
   * Reads a word of each of the first cache lines of these jobs, so that they come from the
   * submitter's processor together, instead of one after the other while the jobs run.
   *
   * @param first the slot of the first one
   * @param count how many there are, in slots that follow each other
   * @return something, so that the reads are not optimized away
   */
  public long fetchJobs(int first, int count) {
    return fetch(jobOffset(first), jobStride, count);
  }

  /**
   * As {@link #fetchJobs}, for replies.
   *
   * @param first the slot of the first one
   * @param count how many there are
   * @return something
   */
  public long fetchReplies(int first, int count) {
    return fetch(replyOffset(first), replyStride, count);
  }

  private long fetch(long offset, long stride, int count) {
    long sum = 0;
    long step = Math.max(stride, CACHE_LINE);
    long end = offset + (count - 1) * stride;
    for (long at = offset; at < end; at += step) {
      sum += Words.get(memory, base, at);
    }
    return sum + Words.get(memory, base, end);
  }

  /** Wakes the submitter after an answer, if it sleeps. */
  public void wakeSubmitter() {
    inbox.wake();
  }

  /**
   * Returns how long a reply can be.
   *
   * @return the length in bytes
   */
  public int maxReplyBytes() {
    return maxReplyBytes;
  }

  /**
   * Answers a message that came in no lane, in a worker's thread. There is space for an answer to
   * each message.
   *
   * @param worker the index of the worker
   * @param message the answer
   */
  public void reply(int worker, long message) {
    send(replies[worker], message);
  }

  /**
   * Answers a message, in any thread.
   *
   * @param message the answer
   */
  public void replyOfOthers(long message) {
    synchronized (replyOfOthers) {
      send(replyOfOthers, message);
    }
  }

  private static void send(LongSender sender, long message) {
    try {
      sender.trySend(message);
    } catch (ClosedException e) {
      // The submitter was closed: it does not want to know.
    }
  }
}
