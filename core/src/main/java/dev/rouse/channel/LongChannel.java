package dev.rouse.channel;

import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.internal.common.Role;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.memory.Region;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ring of longs whose two ends can wait: the receiver sleeps until there is a value, the sender
 * until there is space. It has one sender and one receiver. Values are 0 or more. They arrive in
 * order, and each exactly once.
 *
 * {@snippet class="dev.rouse.samples.Sample03Longs" region="program"}
 *
 * <p>The roles are types: a channel has one {@link LongSender} and one {@link LongReceiver}, each
 * for one thread at a time, platform or virtual. The operations that do not wait are wait-free.
 * Nothing allocates. A {@link WaitPolicy} decides how an end waits: by default it spins while waits
 * are short, and otherwise sleeps, which takes no processor time.
 *
 * <p>Any thread may {@link #close} the channel. If a send returns normally, even if it raced the
 * close, the receiver gets the value before it is told that the channel has ended. If a send throws
 * {@link dev.rouse.wait.ClosedException}, the receiver does not get the value.
 */
public final class LongChannel implements AutoCloseable {
  static {
    PartInspectors.enter(
        PartKind.LONG_CHANNEL, new ChannelInspector(PartKind.LONG_RING, LongChannel::byteSize));
  }

  private final MemorySegment segment;
  private final LongRing ring;
  private final Waiter values;
  private final Waiter space;
  private final Role<LongSender> sender;
  private final Role<LongReceiver> receiver;

  private LongChannel(
      Region region, long offset, int capacity, WaitPolicy policy, @Nullable InboxEnd inbox) {
    // Checks the whole place before anything is built in it.
    this.segment = region.slice(offset, byteSize(capacity));
    region.zeroedSlice(offset, ChannelLayout.RING);
    this.ring = LongRing.create(region, offset + ChannelLayout.RING, capacity);
    LongRingProducer producer = ring.producer();
    LongRingConsumer consumer = ring.consumer();
    this.values =
        inbox == null ? new Waiter(segment, ChannelLayout.RECORDS, policy) : inbox.waiter();
    this.space = new Waiter(segment, ChannelLayout.SPACE, policy);
    SendingEnd sending =
        new SendingEnd(segment, space, values.waker(), ChannelLayout.NOTE_ELEMENTS, inbox);
    ReceivingEnd receiving =
        new ReceivingEnd(
            segment, values, space.waker(), consumer::hasValue, ChannelLayout.NOTE_ELEMENTS, inbox);
    this.sender =
        new Role<>("sender", "channel", new LongSender(producer, consumer, sending, capacity));
    this.receiver =
        new Role<>("receiver", "channel", new LongReceiver(consumer, receiving, capacity));
  }

  /**
   * Makes a channel in memory of its own, which lives as long as the channel does.
   *
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static LongChannel allocate(int capacity) {
    return allocate(capacity, WaitPolicy.adaptive());
  }

  /**
   * Makes a channel in memory of its own, which lives as long as the channel does.
   *
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @param policy how its ends wait
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static LongChannel allocate(int capacity, WaitPolicy policy) {
    return create(Region.allocate(byteSize(capacity)), 0, capacity, policy);
  }

  /**
   * Makes a channel at a place in a region, which must hold zeroes.
   *
   * @param region where the channel lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes, or if a byte that must be zero is not
   * @throws IllegalStateException if the region is closed
   */
  public static LongChannel create(Region region, long offset, int capacity) {
    return create(region, offset, capacity, WaitPolicy.adaptive());
  }

  /**
   * Makes a channel at a place in a region, which must hold zeroes.
   *
   * @param region where the channel lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @param policy how its ends wait
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes, or if a byte that must be zero is not
   * @throws IllegalStateException if the region is closed
   */
  public static LongChannel create(Region region, long offset, int capacity, WaitPolicy policy) {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(policy, "policy");
    return new LongChannel(region, offset, capacity, policy, null);
  }

  /**
   * Makes a channel as a part of a region file.
   *
   * @param label its name in the file, 1 to 96 bytes in UTF-8, without control characters
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @return the part, for {@link Region#create(java.nio.file.Path, Part...)}
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     {@code label} is not a label
   */
  public static Part part(String label, int capacity) {
    Part ring = LongRing.part(label, capacity);
    return new Part(
        label,
        PartKind.LONG_CHANNEL,
        capacity,
        byteSize(capacity),
        memory -> ring.prepare(memory.asSlice(ChannelLayout.RING)));
  }

  /**
   * As {@link #attachSender(Region, String, WaitPolicy)}, with {@link WaitPolicy#adaptive}.
   *
   * @param region the region of the file
   * @param label the channel's name in the file
   * @return the sender; closing the region gives up its role
   */
  public static LongSender attachSender(Region region, String label) {
    return attachSender(region, label, WaitPolicy.adaptive());
  }

  /**
   * Takes the role of the sender of a channel in a region file: it continues where the previous
   * sender stopped. What the previous sender had not finished sending is lost.
   *
   * <p>A wait for space throws {@link dev.rouse.file.PeerLostException} if the receiver was lost.
   * All that was sent stays for its successor. A handler of the receiver that sends on its own
   * channel must use {@code trySend}: in a file nobody detects that it would wait for itself.
   *
   * @param region the region of the file
   * @param label the channel's name in the file
   * @param policy how the sender waits; the file determines how it sleeps
   * @return the sender; closing the region gives up its role
   * @throws IllegalArgumentException if there is no such channel, or the region is not one of a
   *     file
   * @throws dev.rouse.file.RoleTakenException if there is a sender, in this process or another
   * @throws IllegalStateException if the channel is damaged, or if the region is closed
   */
  public static LongSender attachSender(Region region, String label, WaitPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return FileEnd.attach(
        region,
        label,
        PartKind.LONG_CHANNEL,
        FileEnd.SENDER,
        LongChannel::byteSize,
        end -> {
          LongRingProducer ring =
              LongRing.attachProducer(end.view(), ChannelLayout.RING, end.capacity());
          SendingEnd sending = new SendingEnd(end, policy, ChannelLayout.NOTE_ELEMENTS);
          return new LongSender(ring, null, sending, end.capacity());
        });
  }

  /**
   * As {@link #attachReceiver(Region, String, WaitPolicy)}, with {@link WaitPolicy#adaptive}.
   *
   * @param region the region of the file
   * @param label the channel's name in the file
   * @return the receiver; closing the region gives up its role
   */
  public static LongReceiver attachReceiver(Region region, String label) {
    return attachReceiver(region, label, WaitPolicy.adaptive());
  }

  /**
   * Takes the role of the receiver of a channel in a region file: it begins with the first value
   * that was not freed. If the previous receiver has died, that one may have handled some of them:
   * see {@link LongReceiver#mayBeRepeated}.
   *
   * <p>A wait for a value throws {@link dev.rouse.file.PeerLostException} if the sender has died,
   * after everything was received that it had sent.
   *
   * @param region the region of the file
   * @param label the channel's name in the file
   * @param policy how the receiver waits; the file determines how it sleeps
   * @return the receiver; closing the region gives up its role
   * @throws IllegalArgumentException if there is no such channel, or the region is not one of a
   *     file
   * @throws dev.rouse.file.RoleTakenException if there is a receiver, in this process or another
   * @throws IllegalStateException if the channel is damaged, or if the region is closed
   */
  public static LongReceiver attachReceiver(Region region, String label, WaitPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return FileEnd.attach(
        region,
        label,
        PartKind.LONG_CHANNEL,
        FileEnd.RECEIVER,
        LongChannel::byteSize,
        end -> {
          LongRingConsumer ring =
              LongRing.attachConsumer(end.view(), ChannelLayout.RING, end.capacity());
          ReceivingEnd receiving =
              new ReceivingEnd(
                  end, policy, ring::hasValue, ring.position(), ChannelLayout.NOTE_ELEMENTS);
          return new LongReceiver(
              ring, receiving, end.capacity(), end.repeatedUpTo(ring.producerPosition()));
        });
  }

  /** Makes one of the channels of an inbox, in memory of its own. */
  static LongChannel ofInbox(int capacity, WaitPolicy policy, InboxEnd inbox) {
    return new LongChannel(Region.allocate(byteSize(capacity)), 0, capacity, policy, inbox);
  }

  /**
   * Returns how many bytes a channel takes in a region.
   *
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @return the size in bytes
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static long byteSize(int capacity) {
    return ChannelLayout.RING + LongRing.byteSize(capacity);
  }

  /**
   * Returns the smallest capacity that holds a number of values at a time.
   *
   * @param values how many values, at least 1
   * @return the capacity, a power of two
   * @throws IllegalArgumentException if {@code values} is not from 1 to 2<sup>27</sup>
   */
  public static int capacityFor(int values) {
    return LongRing.capacityFor(values);
  }

  /**
   * Returns the sender. May be called once.
   *
   * @return the sender
   * @throws IllegalStateException if it was handed out before
   */
  public LongSender sender() {
    return sender.take();
  }

  /**
   * Returns the receiver. May be called once.
   *
   * @return the receiver
   * @throws IllegalStateException if it was handed out before
   */
  public LongReceiver receiver() {
    return receiver.take();
  }

  /**
   * Returns the capacity.
   *
   * @return how many values the channel holds
   */
  public int capacity() {
    return ring.capacity();
  }

  /**
   * Returns how many values are in the channel. Any thread may ask; while the ends work, the answer
   * is a recent state.
   *
   * @return the number, from 0 to the capacity
   */
  public int size() {
    int size = ring.size();
    return ChannelLayout.sizeUpToEnd(segment, size, ring.consumerPosition());
  }

  /**
   * Closes the channel: nothing can be sent any more, and waiting ends are woken. The receiver is
   * told that the channel has ended once it has received everything that was sent before. Any
   * thread may close, any number of times. Does not wait for the ends, and does not release the
   * memory.
   */
  @Override
  public void close() {
    Channel.close(values.waker(), space.waker());
  }

  /**
   * Tells whether the channel was closed. The receiver may still have values to receive.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return space.waker().isClosed();
  }

  @Override
  public String toString() {
    try {
      return "LongChannel[%s, closed=%s, values=%s, space=%s]"
          .formatted(ring, isClosed(), values, space);
    } catch (IllegalStateException e) {
      return "LongChannel[capacity=%d, region closed]".formatted(capacity());
    }
  }
}
