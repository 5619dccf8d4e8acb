package dev.rouse.channel;

import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.WaitOutcome;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.ring.CorruptRecordException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of an inbox, for one thread at a time. It passes what arrives to the handler
 * that came with the sender, and sleeps while there is nothing; any sender wakes it.
 *
 * <p>If a handler throws, the exception goes to the caller. The element that it was given is lost,
 * and only that one. The next call goes on with the next sender, so {@link #receiveAll} can be
 * called again.
 *
 * <p>A handler may send through a sender of its own inbox. If there is no space then, a send that
 * would have to wait throws {@link IllegalStateException}: the handler's own thread is the one that
 * would free the space.
 *
 * <p>A receiver that stops before the end of the inbox should be {@linkplain #close closed}, so
 * that the senders are told. Otherwise they fill their channels and wait for ever.
 */
public final class InboxReceiver implements AutoCloseable {
  /** What the receiving methods return once the inbox was closed and everything was handled. */
  public static final int END_OF_STREAM = Receiver.END_OF_STREAM;

  private static final Source[] NONE = {};

  private final InboxEnd end;
  private final Sources sources;
  private final Runnable closeInbox;
  private final WaitCondition needsLook = this::needsLook;

  /** The sources of the present round. */
  private Source[] round = NONE;

  /** The index in the round of the source whose turn is next. */
  private int next;

  /** The condition for the other work that was last asked for. */
  private @Nullable Besides besides;

  InboxReceiver(InboxEnd end, Sources sources, Runnable closeInbox) {
    this.end = end;
    this.sources = sources;
    this.closeInbox = closeInbox;
  }

  /**
   * Passes available elements to their handlers, without waiting: up to {@link Inbox#TURN} of each
   * sender, starting with the sender after the one at which the last call stopped.
   *
   * @param limit the largest number of elements to take, at least 1
   * @return how many were taken, 0 if there were none, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory of a channel does not hold a record where one must
   *     start; that channel is then closed and the others go on
   * @throws IllegalStateException if called by a handler
   */
  public int drain(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 or more");
    }
    int count = 0;
    end.beginHandling();
    try {
      // What is left of the last round comes first, so that every source in it has its turn,
      // whatever was added or taken off meanwhile.
      count = goRound(limit);
      if (count == 0) {
        round = sources.all();
        next = 0;
        count = goRound(limit);
      }
    } finally {
      end.endHandling();
    }
    return count == 0 && sources.haveEnded() ? END_OF_STREAM : count;
  }

  /** Gives each source a turn that has had none in this round, up to the limit. */
  private int goRound(int limit) {
    int count = 0;
    while (next < round.length && count < limit) {
      // Counted before the handler, which may throw: the others have their turn all the same.
      Source source = round[next++];
      count += take(source, Math.min(limit - count, Inbox.TURN));
    }
    if (next == round.length) {
      round = NONE; // it need not keep sources that are taken off the list
      next = 0;
    }
    return count;
  }

  /**
   * Waits until there is an element, and passes the available ones to their handlers, as {@link
   * #drain} does.
   *
   * @param limit the largest number of elements to take, at least 1
   * @return how many were taken, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws CorruptRecordException if the memory of a channel does not hold a record where one must
   *     start; that channel is then closed and the others go on
   * @throws IllegalStateException if called by a handler
   */
  public int receive(int limit) throws InterruptedException {
    return receiveNanos(limit, Deadline.FOREVER);
  }

  /**
   * As {@link #receive(int)}, but waits no longer than a given time.
   *
   * @param limit the largest number of elements to take, at least 1
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return how many were taken, 0 if the time was up before there was one, or {@link
   *     #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws CorruptRecordException if the memory of a channel does not hold a record where one must
   *     start; that channel is then closed and the others go on
   * @throws IllegalStateException if called by a handler
   */
  public int receive(int limit, long timeout, TimeUnit unit) throws InterruptedException {
    return receiveNanos(limit, Deadline.nanos(timeout, unit));
  }

  /**
   * As {@link #receive(int)}, but an interrupt does not end the wait; the interrupt status is then
   * set when the method returns.
   *
   * @param limit the largest number of elements to take, at least 1
   * @return how many were taken, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory of a channel does not hold a record where one must
   *     start; that channel is then closed and the others go on
   * @throws IllegalStateException if called by a handler
   */
  public int receiveUninterruptibly(int limit) {
    int count;
    while ((count = drain(limit)) == 0) {
      end.waiter().awaitUninterruptibly(needsLook, Deadline.FOREVER);
    }
    return count;
  }

  /**
   * As {@link #receiveUninterruptibly(int)}, for a thread that has other work besides its inbox: it
   * also ends the wait.
   *
   * @param limit the largest number of elements to take, at least 1
   * @param idle the other work
   * @return how many were taken; 0 if there is other work, or if the time that it has set was up;
   *     or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws CorruptRecordException if the memory of a channel does not hold a record where one must
   *     start; that channel is then closed and the others go on
   * @throws IllegalStateException if called by a handler
   */
  public int receiveUninterruptibly(int limit, Idle idle) {
    int count = drain(limit);
    if (count != 0) {
      return count;
    }
    end.waiter().awaitUninterruptibly(besides(idle), Deadline.FOREVER);
    return drain(limit);
  }

  /**
   * As {@link #receiveUninterruptibly(int, Idle)}, but an interrupt ends the wait.
   *
   * @param limit the largest number of elements to take, at least 1
   * @param idle the other work
   * @return how many were taken; 0 if there is other work, or if the time that it has set was up;
   *     or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws CorruptRecordException if the memory of a channel does not hold a record where one must
   *     start; that channel is then closed and the others go on
   * @throws IllegalStateException if called by a handler
   */
  public int receive(int limit, Idle idle) throws InterruptedException {
    Waiter.requireNotInterrupted();
    int count = drain(limit);
    if (count != 0) {
      return count;
    }
    end.waiter().await(besides(idle), Deadline.FOREVER);
    return drain(limit);
  }

  /**
   * Tells whether there is nothing to take at present: no element, and no sender that has ended.
   *
   * @return true if {@link #drain} would do nothing
   */
  public boolean isEmpty() {
    return !needsLook();
  }

  /**
   * Notes that this thread has found other work without a wait, see {@link Idle}. After many finds
   * without a sleep, those who wake it need not fence.
   *
   * @param count how many times, at least 1
   */
  public void foundWork(int count) {
    end.waiter().awake(count);
  }

  /**
   * Passes every element to its handler until the inbox has ended, and waits while there is none.
   * An interrupt does not end it; the interrupt status is then set when the method returns.
   *
   * @throws CorruptRecordException if the memory of a channel does not hold a record where one must
   *     start; that channel is then closed and the others go on
   * @throws IllegalStateException if called by a handler
   */
  public void receiveAll() {
    while (receiveUninterruptibly(Integer.MAX_VALUE) != END_OF_STREAM) {
      // The handlers do the work.
    }
  }

  /**
   * Closes the inbox and tells its senders: those that wait are woken, and every further send
   * throws {@link dev.rouse.wait.ClosedException}. What was sent before can still be received. Any
   * thread may close, any number of times. Does not wait.
   *
   * @throws IllegalStateException if the system has refused to wake a thread; another call tries
   *     again
   */
  @Override
  public void close() {
    closeInbox.run();
  }

  private int receiveNanos(int limit, long timeoutNanos) throws InterruptedException {
    Waiter.requireNotInterrupted();
    int count = drain(limit);
    if (count != 0) {
      return count;
    }
    long start = timeoutNanos == Deadline.FOREVER ? 0 : System.nanoTime();
    long left = timeoutNanos;
    while (end.waiter().await(needsLook, left) != WaitOutcome.TIMED_OUT) {
      count = drain(limit);
      if (count != 0) {
        return count;
      }
      // It was only a sender that has ended.
      if (timeoutNanos != Deadline.FOREVER) {
        left = Math.max(0, timeoutNanos) - (System.nanoTime() - start);
      }
    }
    return 0;
  }

  /** Takes elements from one source, and the source off the list when nothing more will come. */
  private int take(Source source, int limit) {
    int taken;
    try {
      taken = source.drain(limit);
    } catch (CorruptRecordException e) {
      // It may also be a handler's, of another ring.
      if (source.isCorrupt()) {
        source.close(); // first: a sender that finds the channel open is heard
        sources.remove(source);
      }
      throw e;
    }
    if (taken != END_OF_STREAM) {
      return taken;
    }
    sources.remove(source);
    return 0;
  }

  /** The condition of a thread that has other work. */
  private final class Besides implements WaitCondition {
    private final Idle idle;

    private Besides(Idle idle) {
      this.idle = Objects.requireNonNull(idle, "idle");
    }

    @Override
    public boolean isMet() {
      return needsLook() || idle.hasWork();
    }

    @Override
    public long maxSpinNanos() {
      return idle.maxSpinNanos();
    }

    @Override
    public long sleepNanos() {
      return idle.sleepNanos();
    }
  }

  @SuppressWarnings("ReferenceEquality") // it need not be equal, but the same
  private Besides besides(Idle idle) {
    Besides condition = besides;
    if (condition == null || condition.idle != idle) {
      condition = new Besides(idle);
      besides = condition;
    }
    return condition;
  }

  private boolean needsLook() {
    for (Source source : sources.all()) {
      if (source.needsLook()) {
        return true;
      }
    }
    return false;
  }
}
