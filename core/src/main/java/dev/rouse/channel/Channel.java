package dev.rouse.channel;

import dev.rouse.codec.RecordCodec;
import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.internal.common.Role;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.internal.wait.Waker;
import dev.rouse.memory.Region;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ring whose two ends can wait: the receiver sleeps until there is a record, the sender until
 * there is space. It has one sender and one receiver. Records have any length up to half the
 * capacity less 8 bytes. They arrive in order, and each exactly once.
 *
 * {@snippet class="dev.rouse.samples.ChannelSample" region="program"}
 *
 * <p>The roles are types: a channel has one {@link Sender} and one {@link Receiver}, each for one
 * thread at a time, platform or virtual. The operations that do not wait are wait-free. Only codecs
 * allocate. A {@link WaitPolicy} decides how an end waits: by default it spins while waits are
 * short, and otherwise sleeps, which takes no processor time.
 *
 * <p>Any thread may {@link #close} the channel. If a send returns normally, even if it raced the
 * close, the receiver gets the record before it is told that the channel has ended. If a send
 * throws {@link dev.rouse.wait.ClosedException}, the receiver does not get the record.
 *
 * <p>A channel is created in zeroed memory. The page {@code core/docs/wait-protocol.md} in the
 * source repository explains how an end sleeps and is woken.
 */
public final class Channel implements AutoCloseable {
  static {
    PartInspectors.enter(PartKind.CHANNEL, new ChannelInspector(PartKind.RING, Channel::byteSize));
  }

  /** An end notes that it is awake each time after so many bytes: rarely, and soon in a stream. */
  private static final long NOTE_BYTES = 1024;

  private final MemorySegment segment;
  private final SpscRing ring;
  private final Waiter records;
  private final Waiter space;
  private final Role<Sender> sender;
  private final Role<Receiver> receiver;

  private Channel(
      Region region, long offset, int capacity, WaitPolicy policy, @Nullable InboxEnd inbox) {
    // Checks the whole place before anything is built in it.
    this.segment = region.slice(offset, byteSize(capacity));
    region.zeroedSlice(offset, ChannelLayout.RING);
    this.ring = SpscRing.create(region, offset + ChannelLayout.RING, capacity);
    RingProducer ringProducer = ring.producer();
    RingConsumer ringConsumer = ring.consumer();
    this.records =
        inbox == null ? new Waiter(segment, ChannelLayout.RECORDS, policy) : inbox.waiter();
    this.space = new Waiter(segment, ChannelLayout.SPACE, policy);
    SendingEnd sending = new SendingEnd(segment, space, records.waker(), NOTE_BYTES, inbox);
    ReceivingEnd receiving =
        new ReceivingEnd(
            segment, records, space.waker(), ringConsumer::hasRecord, NOTE_BYTES, inbox);
    // The receiver of an inbox must not pause in one channel while there is something in another.
    Pace pace = new Pace(segment, ChannelLayout.PACE, inbox == null);
    this.sender = new Role<>("sender", "channel", new Sender(ringProducer, ringConsumer, sending));
    this.receiver = new Role<>("receiver", "channel", new Receiver(ringConsumer, receiving, pace));
  }

  /**
   * Makes a channel in memory of its own, which lives as long as the channel does.
   *
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static Channel allocate(int capacity) {
    return allocate(capacity, WaitPolicy.adaptive());
  }

  /**
   * Makes a channel in memory of its own, which lives as long as the channel does.
   *
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @param policy how its ends wait
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static Channel allocate(int capacity, WaitPolicy policy) {
    return create(Region.allocate(byteSize(capacity)), 0, capacity, policy);
  }

  /**
   * Makes a channel at a place in a region, which must hold zeroes.
   *
   * @param region where the channel lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes, or if a byte that must be zero is not
   * @throws IllegalStateException if the region is closed
   */
  public static Channel create(Region region, long offset, int capacity) {
    return create(region, offset, capacity, WaitPolicy.adaptive());
  }

  /**
   * Makes a channel at a place in a region, which must hold zeroes.
   *
   * @param region where the channel lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @param policy how its ends wait
   * @return a new, empty channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes, or if a byte that must be zero is not
   * @throws IllegalStateException if the region is closed
   */
  public static Channel create(Region region, long offset, int capacity, WaitPolicy policy) {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(policy, "policy");
    return new Channel(region, offset, capacity, policy, null);
  }

  /**
   * Makes a channel as a part of a region file.
   *
   * @param label its name in the file, 1 to 96 bytes in UTF-8, without control characters
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return the part, for {@link Region#create(java.nio.file.Path, Part...)}
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     {@code label} is not a label
   */
  public static Part part(String label, int capacity) {
    Part ring = SpscRing.part(label, capacity);
    return new Part(
        label,
        PartKind.CHANNEL,
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
  public static Sender attachSender(Region region, String label) {
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
  public static Sender attachSender(Region region, String label, WaitPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return FileEnd.attach(
        region,
        label,
        PartKind.CHANNEL,
        FileEnd.SENDER,
        Channel::byteSize,
        end -> {
          RingProducer ring =
              SpscRing.attachProducer(end.view(), ChannelLayout.RING, end.capacity());
          return new Sender(ring, null, new SendingEnd(end, policy, NOTE_BYTES));
        });
  }

  /**
   * As {@link #attachReceiver(Region, String, WaitPolicy)}, with {@link WaitPolicy#adaptive}.
   *
   * @param region the region of the file
   * @param label the channel's name in the file
   * @return the receiver; closing the region gives up its role
   */
  public static Receiver attachReceiver(Region region, String label) {
    return attachReceiver(region, label, WaitPolicy.adaptive());
  }

  /**
   * Takes the role of the receiver of a channel in a region file: it begins with the first record
   * that was not freed. If the previous receiver has died, that one may have handled some of them:
   * see {@link Receiver#mayBeRepeated}.
   *
   * <p>A wait for a record throws {@link dev.rouse.file.PeerLostException} if the sender has died,
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
  public static Receiver attachReceiver(Region region, String label, WaitPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return FileEnd.attach(
        region,
        label,
        PartKind.CHANNEL,
        FileEnd.RECEIVER,
        Channel::byteSize,
        end -> {
          RingConsumer ring =
              SpscRing.attachConsumer(end.view(), ChannelLayout.RING, end.capacity());
          ReceivingEnd receiving =
              new ReceivingEnd(end, policy, ring::hasRecord, ring.position(), NOTE_BYTES);
          Pace pace = new Pace(end.segment(), ChannelLayout.PACE, true);
          return new Receiver(ring, receiving, pace, end.repeatedUpTo(ring.producerPosition()));
        });
  }

  /** Makes one of the channels of an inbox, in memory of its own. */
  static Channel ofInbox(int capacity, WaitPolicy policy, InboxEnd inbox) {
    return new Channel(Region.allocate(byteSize(capacity)), 0, capacity, policy, inbox);
  }

  /**
   * Returns how many bytes a channel takes in a region.
   *
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return the size in bytes
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static long byteSize(int capacity) {
    return ChannelLayout.RING + SpscRing.byteSize(capacity);
  }

  /**
   * Returns a capacity that holds a number of values at a time.
   *
   * @param records how many values, at least 1
   * @param codec a codec whose values all have the same size
   * @return the smallest capacity that is enough, in bytes
   * @throws IllegalArgumentException if {@code records} is not positive, if the values of {@code
   *     codec} differ in size, or if no capacity is enough
   */
  public static int capacityFor(int records, RecordCodec<?> codec) {
    Objects.requireNonNull(codec, "codec");
    int length =
        codec
            .fixedByteSize()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "codec: the values of %s differ in size, expected one size; use capacityFor(records, length)"
                            .formatted(codec)));
    return capacityFor(records, length);
  }

  /**
   * Returns a capacity that holds a number of records of one length at a time.
   *
   * @param records how many records, at least 1
   * @param length the length of each payload in bytes, 0 or more
   * @return the smallest capacity that is enough, in bytes
   * @throws IllegalArgumentException if {@code records} is not positive, {@code length} is
   *     negative, or no capacity is enough
   */
  public static int capacityFor(int records, int length) {
    return SpscRing.capacityFor(records, length);
  }

  /**
   * Returns the sender. May be called once.
   *
   * @return the sender
   * @throws IllegalStateException if it was handed out before
   */
  public Sender sender() {
    return sender.take();
  }

  /**
   * Returns the receiver. May be called once.
   *
   * @return the receiver
   * @throws IllegalStateException if it was handed out before
   */
  public Receiver receiver() {
    return receiver.take();
  }

  /**
   * Returns the capacity.
   *
   * @return the bytes for records
   */
  public int capacity() {
    return ring.capacity();
  }

  /**
   * Returns the length of the largest payload that a record can have.
   *
   * @return the length in bytes: half the capacity less 8
   */
  public int maxPayload() {
    return ring.maxPayload();
  }

  /**
   * Returns how many bytes are taken by records that the receiver has not freed yet. Any thread may
   * ask; while the ends work, the answer is a recent state.
   *
   * @return the size in bytes, from 0 to the capacity
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
    close(records.waker(), space.waker());
  }

  /**
   * Closes a channel by its waiting ends.
   *
   * @param records where the receiver waits
   * @param space where the sender waits: closed first, so that no send begins after the receiver
   *     was told
   */
  static void close(Waker records, Waker space) {
    try {
      space.close();
    } finally {
      records.close();
    }
  }

  /**
   * Tells whether the channel was closed. The receiver may still have records to receive.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return space.waker().isClosed();
  }

  @Override
  public String toString() {
    try {
      return "Channel[%s, closed=%s, records=%s, space=%s]"
          .formatted(ring, isClosed(), records, space);
    } catch (IllegalStateException e) {
      return "Channel[capacity=%d, region closed]".formatted(capacity());
    }
  }
}
