package dev.rouse.pool;

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
final class Submission {
  /** Of jobs and of replies, in bytes. */
  static final long ALIGNMENT = Long.BYTES;

  /** Of most processors, in bytes. Where it is another one, only time is lost. */
  private static final long CACHE_LINE = 64;

  private static final int SMALLEST_CHANNEL = 16;

  private final MemorySegment memory;
  private final long jobStride;
  private final long replyStride;
  private final long repliesAt;
  private final int maxReplyBytes;

  /** By slot, what the submitter calls the job. */
  final long[] tickets;

  final long[] tags;

  /** By slot, when the job was sent, or {@link Sampling#NONE}. */
  final long[] sentAt;

  /** By slot, why the job has failed. */
  final @Nullable RuntimeException[] failures;

  /** By slot, how long a reply is, if it is long; see {@link LaneJobs}. */
  final int[] replyLengths;

  /** By slot, how many workers have died of the job. */
  final int[] crashes;

  /** Counts the jobs that the pool has accepted; only the submitter's thread writes it. */
  final AtomicCounter accepted = AtomicCounter.allocate();

  /** See {@link Words}. Nobody else has the region, so nobody closes it. */
  private final long base;

  private final Inbox inbox;
  private final LongSender[] replies;

  /** For threads that are no workers, so guarded by itself. */
  private final LongSender replyOfOthers;

  /**
   * Makes the shared state.
   *
   * @param inbox the submitter's
   * @param onReply is what the submitter's thread does with an answer
   */
  Submission(
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

  static long align(int bytes) {
    return roundUp(bytes, ALIGNMENT);
  }

  private static long roundUp(long bytes, long unit) {
    return (bytes + (unit - 1)) & -unit;
  }

  /**
   * Returns the capacity of a channel that always has space for a message. It holds at most one for
   * each slot, and as many that were answered and not freed: a receiver frees what it has taken
   * when it has taken half the capacity.
   */
  static int channelCapacity(int slots) {
    return Math.max(SMALLEST_CHANNEL, Integer.highestOneBit(2 * slots - 1) * 2);
  }

  MemorySegment memory() {
    return memory;
  }

  long jobOffset(int slot) {
    return slot * jobStride;
  }

  long replyOffset(int slot) {
    return repliesAt + slot * replyStride;
  }

  /**
   * Reads a word of each of the first cache lines of these jobs, so that they come from the
   * submitter's processor together, instead of one after the other while the jobs run.
   *
   * @return something, so that the reads are not optimized away
   */
  long fetchJobs(int first, int count) {
    return fetch(jobOffset(first), jobStride, count);
  }

  /** As {@link #fetchJobs}, for the replies in slots that follow each other. */
  long fetchReplies(int first, int count) {
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
  void wakeSubmitter() {
    inbox.wake();
  }

  int maxReplyBytes() {
    return maxReplyBytes;
  }

  /**
   * Answers a message that came in no lane, in a worker's thread. There is space for an answer to
   * each message.
   */
  void reply(int worker, long message) {
    send(replies[worker], message);
  }

  /** Answers a message, in any thread. */
  void replyOfOthers(long message) {
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
