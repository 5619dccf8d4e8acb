package dev.rouse.channel;

import static dev.rouse.channel.ObjectSlots.SLOT;

import dev.rouse.internal.wait.Deadline;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.wait.ClosedException;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel of objects, for one thread at a time. It sleeps while there is
 * nothing to receive, and the sender wakes it.
 *
 * <p>Objects come in the order in which they were sent: one by one ({@link #receive()}, {@link
 * #poll}), through an action ({@link #forEach}, {@link #receive(Consumer, int)}, {@link #drain}),
 * or into a collection ({@link #drainTo}). If an action throws, the exception goes to the caller.
 * The object that it was given is lost, and only that one.
 *
 * <p>A receiver that stops before the end of the channel should be {@linkplain #close closed}, so
 * that its sender is told. Otherwise the sender fills the channel and waits for ever.
 *
 * @param <T> the type of the objects
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class ObjectReceiver<T> implements AutoCloseable {
  /**
   * What the methods return that count, once the channel was closed and everything was received.
   */
  public static final int END_OF_STREAM = -1;

  private final ObjectSlots own;
  private final ReceivingEnd end;

  /** How many objects are taken at most before the sender is woken. */
  private final int partLimit;

  ObjectReceiver(ObjectSlots own, ReceivingEnd end) {
    this.own = own;
    this.end = end;
    this.partLimit = own.slots.length / ReceivingEnd.PARTS;
  }

  /**
   * Takes the next object, if there is one, without waiting.
   *
   * @return the object, or null if there is none at present
   * @throws ClosedException if the channel has ended: it was closed, and everything was received
   * @throws IllegalStateException if called by an action
   */
  public @Nullable T poll() {
    if (end.hasEnded()) {
      throw ended();
    }
    T object = take();
    if (object != null || !end.isClosed()) {
      return object;
    }
    if (end.isAtEnd(own.position)) {
      throw ended();
    }
    return take();
  }

  /**
   * Returns the next object, if there is one, and leaves it in the channel. Does not wait.
   *
   * @return the object, or null if there is none at present; also at the end of the channel, which
   *     {@link #poll} tells
   */
  @SuppressWarnings("unchecked") // the sender puts only such objects there
  public @Nullable T peek() {
    // Acquire pairs with the sender's release: what it did before is visible.
    return end.hasEnded() ? null : (T) SLOT.getAcquire(own.slots, own.slot(own.position));
  }

  /**
   * Waits for the next object and takes it.
   *
   * @return the object
   * @throws ClosedException if the channel has ended: it was closed, and everything was received
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by an action
   */
  public T receive() throws InterruptedException {
    return Objects.requireNonNull(receiveNanos(Deadline.FOREVER));
  }

  /**
   * As {@link #receive()}, but waits no longer than a given time.
   *
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return the object, or null if the time was up before there was one
   * @throws ClosedException if the channel has ended: it was closed, and everything was received
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by an action
   */
  public @Nullable T receive(long timeout, TimeUnit unit) throws InterruptedException {
    return receiveNanos(Deadline.nanos(timeout, unit));
  }

  /**
   * As {@link #receive()}, but an interrupt does not end the wait; the interrupt status is then set
   * when the method returns.
   *
   * @return the object
   * @throws ClosedException if the channel has ended: it was closed, and everything was received
   * @throws IllegalStateException if called by an action
   */
  public T receiveUninterruptibly() {
    T object;
    while ((object = poll()) == null) {
      end.awaitUninterruptibly();
    }
    return object;
  }

  /**
   * Passes the available objects to an action, without waiting.
   *
   * @param action is called with each object
   * @param limit the largest number of objects to take, at least 1
   * @return how many were taken, 0 if there were none, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by an action
   */
  public int drain(Consumer<? super T> action, int limit) {
    Objects.requireNonNull(action, "action");
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + ", expected 1 or more");
    }
    if (end.hasEnded()) {
      return END_OF_STREAM;
    }
    int count = take(action, limit);
    if (count != 0 || !end.isClosed()) {
      return count;
    }
    return end.isAtEnd(own.position) ? END_OF_STREAM : take(action, limit);
  }

  /**
   * Moves the available objects into a collection, without waiting.
   *
   * @param target where they go
   * @param limit the largest number of objects to take, at least 1
   * @return how many were taken, 0 if there were none, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by an action
   */
  public int drainTo(Collection<? super T> target, int limit) {
    Objects.requireNonNull(target, "target");
    return drain(target::add, limit);
  }

  /**
   * Waits until there is an object, and passes the available ones to an action.
   *
   * @param action is called with each object
   * @param limit the largest number of objects to take, at least 1
   * @return how many were taken, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by an action
   */
  public int receive(Consumer<? super T> action, int limit) throws InterruptedException {
    return receiveNanos(action, limit, Deadline.FOREVER);
  }

  /**
   * As {@link #receive(Consumer, int)}, but waits no longer than a given time.
   *
   * @param action is called with each object
   * @param limit the largest number of objects to take, at least 1
   * @param timeout the longest time to wait; 0 or less does not wait, {@code Long.MAX_VALUE} waits
   *     for ever
   * @param unit the unit of {@code timeout}
   * @return how many were taken, 0 if the time was up before there was one, or {@link
   *     #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws InterruptedException if the thread is interrupted before or during the wait; nothing
   *     was taken
   * @throws IllegalStateException if called by an action
   */
  public int receive(Consumer<? super T> action, int limit, long timeout, TimeUnit unit)
      throws InterruptedException {
    return receiveNanos(action, limit, Deadline.nanos(timeout, unit));
  }

  /**
   * As {@link #receive(Consumer, int)}, but an interrupt does not end the wait; the interrupt
   * status is then set when the method returns.
   *
   * @param action is called with each object
   * @param limit the largest number of objects to take, at least 1
   * @return how many were taken, at least 1, or {@link #END_OF_STREAM}
   * @throws IllegalArgumentException if {@code limit} is not positive
   * @throws IllegalStateException if called by an action
   */
  public int receiveUninterruptibly(Consumer<? super T> action, int limit) {
    int count;
    while ((count = drain(action, limit)) == 0) {
      end.awaitUninterruptibly();
    }
    return count;
  }

  /**
   * Passes every object to an action until the channel has ended, and waits while there is none. An
   * interrupt does not end it; the interrupt status is then set when the method returns.
   *
   * @param action is called with each object
   * @throws IllegalStateException if called by an action
   */
  public void forEach(Consumer<? super T> action) {
    while (receiveUninterruptibly(action, Integer.MAX_VALUE) != END_OF_STREAM) {
      // The action does the work.
    }
  }

  /**
   * Closes the channel and tells its sender: a waiting sender is woken, and every further send
   * throws {@link ClosedException}. What was sent before can still be received. Any thread may
   * close, any number of times. Does not wait.
   */
  @Override
  public void close() {
    end.close();
  }

  /** Returns what this receiver does besides taking its elements. */
  ReceivingEnd end() {
    return end;
  }

  private @Nullable T receiveNanos(long timeoutNanos) throws InterruptedException {
    Waiter.requireNotInterrupted();
    T object;
    while ((object = poll()) == null) {
      if (!end.await(timeoutNanos)) {
        return null;
      }
      // There is an object, or the channel is closed: the next poll does not return null.
    }
    return object;
  }

  private int receiveNanos(Consumer<? super T> action, int limit, long timeoutNanos)
      throws InterruptedException {
    Waiter.requireNotInterrupted();
    int count;
    while ((count = drain(action, limit)) == 0) {
      if (!end.await(timeoutNanos)) {
        return 0;
      }
      // There is an object, or the channel is closed: the next drain does not return 0.
    }
    return count;
  }

  private @Nullable T take() {
    requireNoAction();
    T object = next();
    try {
      end.took(own.position);
    } catch (StackOverflowError e) {
      // Thrown, it would take the object with it. The next call makes up for the wake.
    }
    return object;
  }

  /**
   * Wakes the sender after each part of the capacity, so that it goes on while a slow action works,
   * and even if the action throws.
   */
  private int take(Consumer<? super T> action, int limit) {
    requireNoAction();
    int count = 0;
    own.draining = Thread.currentThread().threadId();
    try {
      T object;
      while (count < limit && (object = next()) != null) {
        count++;
        action.accept(object);
        if (count % partLimit == 0) {
          end.took(own.position);
        }
      }
    } finally {
      own.draining = 0;
      end.took(own.position);
    }
    return count;
  }

  /** Takes an object out of its slot, which is then free. */
  @SuppressWarnings("unchecked") // the sender puts only such objects there
  private @Nullable T next() {
    int slot = own.slot(own.position);
    // Acquire pairs with the sender's release: what it did before is visible.
    Object object = SLOT.getAcquire(own.slots, slot);
    if (object == null) {
      return null;
    }
    // Release: the object was read before the sender may write the slot again.
    SLOT.setRelease(own.slots, slot, null);
    own.position++;
    return (T) object;
  }

  private static ClosedException ended() {
    return new ClosedException("receive from a closed channel: everything was received");
  }

  private void requireNoAction() {
    if (own.draining != 0) {
      throw new IllegalStateException(
          own.draining == Thread.currentThread().threadId()
              ? "receive by an action of the same receiver, expected none while an action runs"
              : "%s uses the receiver while the thread with id %d is in an action of it, expected one thread at a time"
                  .formatted(Thread.currentThread(), own.draining));
    }
  }
}
