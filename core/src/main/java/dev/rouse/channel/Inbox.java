package dev.rouse.channel;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.common.Role;
import dev.rouse.ring.RecordHandler;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;

/**
 * A receiver over any number of channels, with one place to wait: many threads send, one receives,
 * and sleeps while there is nothing. Each sending thread has a channel of its own, so that senders
 * never contend with each other, and what each of them sends arrives in order and exactly once.
 *
 * {@snippet class="dev.rouse.samples.Sample06Inbox" region="program"}
 *
 * <p>A new sender comes with the capacity of its channel and a handler for what it sends, which
 * runs in the receiver's thread. Senders of records, longs and objects can be mixed, so this is
 * also the way to wait for several different channels in one thread, which other libraries call
 * {@code select}.
 *
 * <p>The receiver takes up to {@link #TURN} elements from one sender, then from the next, so no
 * sender has to wait for more than one turn of each of the others. A sender that finds its own
 * channel full waits; it does not delay the others. The receiver looks at all channels in turn:
 * what an element costs does not depend on the number of senders while they are busy; each idle
 * sender adds a few nanoseconds to each look.
 *
 * <p>Any thread may {@link #close} the inbox. If a send returns normally, even if it raced the
 * close, the receiver passes the element to its handler before it is told that the inbox has ended.
 * If a send throws {@link dev.rouse.wait.ClosedException}, the receiver does not get the element.
 * The same holds for the close of one sender, which ends its channel and leaves the others alone.
 * If a sender is not reachable any more, its channel is closed when the next sender is made after
 * the garbage collector has found out. (A handler that refers to its own sender keeps it
 * reachable.)
 *
 * <p>Memory consistency: what a sender does before a send happens-before the handling of the
 * element. What a thread does before {@link #close} happens-before a return that reports the end.
 */
public final class Inbox implements AutoCloseable {
  /** The receiver takes at most this many elements from one sender before it turns to the next. */
  public static final int TURN = 64;

  private final WaitPolicy policy;
  private final InboxEnd end;
  private final Sources sources = new Sources();
  private final Role<InboxReceiver> receiver;

  private Inbox(WaitPolicy policy) {
    this.policy = policy;
    this.end = new InboxEnd(policy);
    this.receiver = new Role<>("receiver", "inbox", new InboxReceiver(end, sources, this::close));
  }

  /**
   * Makes an inbox without senders.
   *
   * @return a new inbox
   */
  public static Inbox create() {
    return create(WaitPolicy.adaptive());
  }

  /**
   * Makes an inbox without senders.
   *
   * @param policy how its receiver and its senders wait
   * @return a new inbox
   */
  public static Inbox create(WaitPolicy policy) {
    return new Inbox(Objects.requireNonNull(policy, "policy"));
  }

  /**
   * Makes a sender of records, for one thread at a time. Any thread may call this.
   *
   * @param capacity the bytes for its records, a power of two from 128 to 2<sup>30</sup>
   * @param handler is called with each of its records, in the receiver's thread
   * @return the sender
   * @throws dev.rouse.wait.ClosedException if the inbox is closed
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public Sender newSender(int capacity, RecordHandler handler) {
    Objects.requireNonNull(handler, "handler");
    Channel channel = Channel.ofInbox(capacity, policy, end);
    Sender sender = channel.sender();
    Receiver from = channel.receiver();
    add(sender.end(), from.end(), limit -> from.drain(handler, limit));
    return sender;
  }

  /**
   * Makes a sender of values, for one thread at a time. Any thread may call this.
   *
   * @param capacity the bytes for its records, a power of two from 128 to 2<sup>30</sup>; see
   *     {@link Channel#capacityFor(int, RecordCodec)}
   * @param codec how the receiver reads the values; the sender must use one that writes the same
   * @param action is called with each of its values, in the receiver's thread
   * @param <T> the type of the values
   * @return the sender
   * @throws dev.rouse.wait.ClosedException if the inbox is closed
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public <T> Sender newSender(int capacity, RecordCodec<T> codec, Consumer<? super T> action) {
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(action, "action");
    return newSender(
        capacity,
        (type, memory, offset, length) -> action.accept(codec.decode(memory, offset, length)));
  }

  /**
   * Makes a sender of longs, 0 or more, for one thread at a time. Any thread may call this.
   *
   * @param capacity how many values its channel holds, a power of two from 16 to 2<sup>27</sup>
   * @param handler is called with each of its values, in the receiver's thread
   * @return the sender
   * @throws dev.rouse.wait.ClosedException if the inbox is closed
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public LongSender newLongSender(int capacity, LongConsumer handler) {
    Objects.requireNonNull(handler, "handler");
    LongChannel channel = LongChannel.ofInbox(capacity, policy, end);
    LongSender sender = channel.sender();
    LongReceiver from = channel.receiver();
    add(sender.end(), from.end(), limit -> from.drain(handler, limit));
    return sender;
  }

  /**
   * Makes a sender of longs, 0 or more, for one thread at a time, whose values are handled several
   * at once. Any thread may call this.
   *
   * @param capacity how many values its channel holds, a power of two from 16 to 2<sup>27</sup>
   * @param handler is called with its values, in the receiver's thread
   * @return the sender
   * @throws dev.rouse.wait.ClosedException if the inbox is closed
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public LongSender newLongBatchSender(int capacity, LongBatchHandler handler) {
    Objects.requireNonNull(handler, "handler");
    LongChannel channel = LongChannel.ofInbox(capacity, policy, end);
    LongSender sender = channel.sender();
    LongReceiver from = channel.receiver();
    long[] values = new long[Math.min(capacity, TURN)];
    add(
        sender.end(),
        from.end(),
        limit -> {
          int count = from.drain(values, 0, Math.min(limit, values.length));
          if (count > 0) {
            handler.handle(values, count);
          }
          return count;
        });
    return sender;
  }

  /**
   * Makes a sender of objects, for one thread at a time. Any thread may call this.
   *
   * @param capacity how many objects its channel holds, a power of two from 2 to 2<sup>26</sup>
   * @param action is called with each of its objects, in the receiver's thread
   * @param <T> the type of the objects
   * @return the sender
   * @throws dev.rouse.wait.ClosedException if the inbox is closed
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public <T> ObjectSender<T> newObjectSender(int capacity, Consumer<? super T> action) {
    Objects.requireNonNull(action, "action");
    ObjectChannel<T> channel = ObjectChannel.ofInbox(capacity, policy, end);
    ObjectSender<T> sender = channel.sender();
    ObjectReceiver<T> from = channel.receiver();
    add(sender.end(), from.end(), limit -> from.drain(action, limit));
    return sender;
  }

  private void add(SendingEnd sending, ReceivingEnd receiving, IntUnaryOperator drain) {
    if (sources.add(new Source(sending, receiving, drain, sources.gone()))) {
      end.waiter().waker().wake();
    }
  }

  /**
   * Returns the receiver. May be called once.
   *
   * @return the receiver
   * @throws IllegalStateException if it was handed out before
   */
  public InboxReceiver receiver() {
    return receiver.take();
  }

  /**
   * Wakes the receiver if it sleeps, so that it looks for other work, see {@link Idle}. Any thread
   * may call this, after it has made the work. Costs next to nothing if the receiver is busy.
   *
   * @throws IllegalStateException if the system has refused to wake the thread; another call tries
   *     again
   */
  public void wake() {
    end.waiter().waker().wake();
  }

  /**
   * Returns how many senders have channels here. The channel of a closed sender counts until the
   * receiver has taken what was sent. Any thread may ask.
   *
   * @return the number, 0 or more
   */
  public int senders() {
    return sources.all().length;
  }

  /**
   * Closes the inbox: nothing can be sent any more, no sender can be made, and waiting ends are
   * woken. The receiver is told that the inbox has ended once it has handled everything that was
   * sent before. Any thread may close, any number of times. Does not wait for the ends.
   *
   * @throws IllegalStateException if the system has refused to wake a thread; the inbox may be open
   *     for its receiver then, and another call tries again
   */
  @Override
  public void close() {
    // The channels first, and all of them. A sender that finds the inbox closed settles with the
    // receiver, so its next send must find its channel closed; and a receiver that finds the inbox
    // closed would look again and again at a channel that is open.
    sources.close();
    end.waiter().waker().close();
  }

  /**
   * Tells whether the inbox was closed. The receiver may still have elements to handle.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return sources.areClosed();
  }

  @Override
  public String toString() {
    return "Inbox[senders=%d, closed=%s, receiver=%s]"
        .formatted(senders(), isClosed(), end.waiter());
  }
}
