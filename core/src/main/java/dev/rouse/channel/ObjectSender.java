package dev.rouse.channel;

import static dev.rouse.channel.ObjectSlots.SLOT;

import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.WaitCondition;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.wait.ClosedException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The sending end of a channel of objects, for one thread at a time. It wakes a sleeping receiver,
 * and waits itself while there is no space (backpressure).
 *
 * <p>Sending comes in four forms. {@code trySend} does not wait. The others wait for space: until
 * there is some or the thread is interrupted, at most for a given time, or uninterruptibly.
 *
 * <p>The receiver's action may send on its own channel. The object that it was given has left the
 * channel, so there is space for one. If the channel is full all the same, a send that would have
 * to wait throws {@link IllegalStateException}: only the same thread could make space.
 *
 * @param <T> the type of the objects
 */
public final class ObjectSender<T> implements AutoCloseable {
  /** The share of the capacity by which this end looks ahead for free slots, as a divisor. */
  private static final int LOOK_AHEAD = 4;

  private final ObjectSlots own;
  private final ObjectSlots receiver;
  private final SendingEnd end;
  private final int lookAhead;
  private final WaitCondition hasSpace;

  ObjectSender(ObjectSlots own, ObjectSlots receiver, SendingEnd end) {
    this.own = own;
    this.receiver = receiver;
    this.end = end;
    this.lookAhead = Math.max(1, own.slots.length / LOOK_AHEAD);
    this.hasSpace = this::hasSpace;
  }

  /**
   * Sends an object if there is space for it, without waiting.
   *
   * @param object the object
   * @return true if it was sent, false if there is no space for it at present
   * @throws ClosedException if the channel is closed; nothing was sent
   * @throws NullPointerException if {@code object} is null
   */
  public boolean trySend(T object) {
    Objects.requireNonNull(object, "object");
    end.requireOpen();
    if (!hasSpace()) {
      return end.noSpace();
    }
    long position = own.position;
    // Release: what this thread did before is visible to the receiver that gets the object.
    SLOT.setRelease(own.slots, own.slot(position), object);
    own.position = position + 1;
    if (end.published(position, position + 1) <= position) {
      // The receiver has left, so nobody else touches the slot.
      SLOT.setRelease(own.slots, own.slot(position), null);
      own.position = position;
      throw SendingEnd.receiverHasLeft();
    }
    return true;
  }

  /**
   * Sends an object, and waits for space if there is none.
   *
   * @param object the object
   * @throws ClosedException if the channel is closed before the object is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent
   * @throws NullPointerException if {@code object} is null
   */
  public void send(T object) throws InterruptedException {
    Waiter.requireNotInterrupted();
    while (!trySend(object)) {
      requireOtherThread();
      end.await(hasSpace, Deadline.FOREVER);
    }
  }

  /**
   * As {@link #send(Object)}, but waits no longer than a given time.
   *
   * @param object the object
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return true if the object was sent, false if the time was up before there was space
   * @throws ClosedException if the channel is closed before the object is sent
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was sent
   * @throws NullPointerException if {@code object} is null
   */
  public boolean send(T object, long timeout, TimeUnit unit) throws InterruptedException {
    long timeoutNanos = Deadline.nanos(timeout, unit);
    Waiter.requireNotInterrupted();
    if (trySend(object)) {
      return true;
    }
    if (timeoutNanos > 0) {
      requireOtherThread();
    }
    return end.await(hasSpace, timeoutNanos) && trySend(object);
  }

  /**
   * As {@link #send(Object)}, but an interrupt does not end the wait; the interrupt status is then
   * set when the method returns.
   *
   * @param object the object
   * @throws ClosedException if the channel is closed before the object is sent
   * @throws NullPointerException if {@code object} is null
   */
  public void sendUninterruptibly(T object) {
    while (!trySend(object)) {
      requireOtherThread();
      end.awaitUninterruptibly(hasSpace);
    }
  }

  /**
   * Closes the channel: nothing can be sent any more, and the receiver is told that the channel has
   * ended once it has received everything. Any thread may close, any number of times. Does not
   * wait.
   */
  @Override
  public void close() {
    end.close();
  }

  /** Returns what this sender does besides storing its objects. */
  SendingEnd end() {
    return end;
  }

  private boolean hasSpace() {
    return own.position != own.limit || looksAhead();
  }

  /**
   * Looks for free slots. The receiver frees them in order: if one is free, so are those before it.
   * To look some way ahead keeps the sender off the lines that the receiver writes.
   */
  private boolean looksAhead() {
    long position = own.position;
    if (isFree(position + lookAhead - 1)) {
      own.limit = position + lookAhead;
      return true;
    }
    if (isFree(position)) {
      own.limit = position + 1;
      return true;
    }
    return false;
  }

  private boolean isFree(long position) {
    // Acquire pairs with the receiver's release: it has freed the slots before this one, too.
    return SLOT.getAcquire(own.slots, own.slot(position)) == null;
  }

  /** An action of this channel's receiver must not wait for itself. */
  private void requireOtherThread() {
    // Plain, though the receiver's thread writes it: a thread finds its own id only if it wrote it.
    if (receiver.draining == Thread.currentThread().threadId()) {
      throw new IllegalStateException(
          "no space for an object, and the receiver's action that sends it would wait for itself:"
              + " expected trySend there, or a larger channel");
    }
  }
}
