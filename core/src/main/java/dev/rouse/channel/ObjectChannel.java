package dev.rouse.channel;

import dev.rouse.internal.common.Role;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.memory.Region;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of objects on the heap whose two ends can wait: the receiver sleeps until there
 * is an object, the sender until there is space. It is what a {@link
 * java.util.concurrent.BlockingQueue} is between two threads, without a lock and without allocation
 * for each object. It has one sender and one receiver. Objects arrive in order, and each exactly
 * once.
 *
 * {@snippet class="dev.rouse.samples.ObjectChannelSample" region="program"}
 *
 * <p>The roles are types: a channel has one {@link ObjectSender} and one {@link ObjectReceiver},
 * each for one thread at a time, platform or virtual. The operations that do not wait are
 * wait-free. Nothing is kept alive after it was received. A {@link WaitPolicy} decides how an end
 * waits: by default it spins while waits are short, and otherwise sleeps, which takes no processor
 * time.
 *
 * <p>Any thread may {@link #close} the channel. If a send returns normally, even if it raced the
 * close, the receiver gets the object before it is told that the channel has ended. If a send
 * throws {@link dev.rouse.wait.ClosedException}, the receiver does not get the object.
 *
 * @param <T> the type of the objects
 */
public final class ObjectChannel<T> implements AutoCloseable {
  private static final int MIN_CAPACITY = 2;
  private static final int MAX_CAPACITY = 1 << 26;

  private final ObjectSlots sent;
  private final ObjectSlots received;
  private final Waiter objects;
  private final Waiter space;
  private final Role<ObjectSender<T>> sender;
  private final Role<ObjectReceiver<T>> receiver;

  private ObjectChannel(int capacity, WaitPolicy policy, @Nullable InboxEnd inbox) {
    Object[] slots = new Object[capacity];
    this.sent = new ObjectSlots.Padded(slots);
    this.received = new ObjectSlots.Padded(slots);
    // The ends wait in memory outside the heap, as in every channel.
    MemorySegment segment = Region.allocate(ChannelLayout.RING).segment();
    this.objects =
        inbox == null ? new Waiter(segment, ChannelLayout.RECORDS, policy) : inbox.waiter();
    this.space = new Waiter(segment, ChannelLayout.SPACE, policy);
    SendingEnd sending =
        new SendingEnd(segment, space, objects.waker(), ChannelLayout.NOTE_ELEMENTS, inbox);
    ReceivingEnd receiving =
        new ReceivingEnd(
            // Not a method of this channel: it would keep the sender reachable.
            segment,
            objects,
            space.waker(),
            received::hasObject,
            ChannelLayout.NOTE_ELEMENTS,
            inbox);
    this.sender = new Role<>("sender", "channel", new ObjectSender<>(sent, received, sending));
    this.receiver = new Role<>("receiver", "channel", new ObjectReceiver<>(received, receiving));
  }

  /**
   * Makes a channel.
   *
   * @param capacity how many objects it holds, a power of two from 2 to 2<sup>26</sup>
   * @param <T> the type of the objects
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static <T> ObjectChannel<T> allocate(int capacity) {
    return allocate(capacity, WaitPolicy.adaptive());
  }

  /**
   * Makes a channel.
   *
   * @param capacity how many objects it holds, a power of two from 2 to 2<sup>26</sup>
   * @param policy how its ends wait
   * @param <T> the type of the objects
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static <T> ObjectChannel<T> allocate(int capacity, WaitPolicy policy) {
    return create(capacity, policy, null);
  }

  /** Makes one of the channels of an inbox. */
  static <T> ObjectChannel<T> ofInbox(int capacity, WaitPolicy policy, InboxEnd inbox) {
    return create(capacity, policy, inbox);
  }

  private static <T> ObjectChannel<T> create(
      int capacity, WaitPolicy policy, @Nullable InboxEnd inbox) {
    Objects.requireNonNull(policy, "policy");
    if (capacity < MIN_CAPACITY || capacity > MAX_CAPACITY || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException(
          "capacity: %d objects, expected a power of two from %d to %d"
              .formatted(capacity, MIN_CAPACITY, MAX_CAPACITY));
    }
    return new ObjectChannel<>(capacity, policy, inbox);
  }

  /**
   * Returns the sender. May be called once.
   *
   * @return the sender
   * @throws IllegalStateException if it was handed out before
   */
  public ObjectSender<T> sender() {
    return sender.take();
  }

  /**
   * Returns the receiver. May be called once.
   *
   * @return the receiver
   * @throws IllegalStateException if it was handed out before
   */
  public ObjectReceiver<T> receiver() {
    return receiver.take();
  }

  /**
   * Returns the capacity.
   *
   * @return how many objects the channel holds
   */
  public int capacity() {
    return sent.slots.length;
  }

  /**
   * Returns how many objects are in the channel. Any thread may ask; while the ends work, the
   * answer is a recent state.
   *
   * @return the number, from 0 to the capacity
   */
  public int size() {
    // Both may advance between the two reads, so the difference may be out of range.
    long taken = received.recentPosition();
    return Math.clamp(sent.recentPosition() - taken, 0, capacity());
  }

  /**
   * Closes the channel: nothing can be sent any more, and waiting ends are woken. The receiver is
   * told that the channel has ended once it has received everything that was sent before. Any
   * thread may close, any number of times. Does not wait for the ends.
   */
  @Override
  public void close() {
    Channel.close(objects.waker(), space.waker());
  }

  /**
   * Tells whether the channel was closed. The receiver may still have objects to receive.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return space.waker().isClosed();
  }

  @Override
  public String toString() {
    return "ObjectChannel[capacity=%d, size=%d, closed=%s, objects=%s, space=%s]"
        .formatted(capacity(), size(), isClosed(), objects, space);
  }
}
