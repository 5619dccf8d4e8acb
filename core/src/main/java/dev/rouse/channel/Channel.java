package dev.rouse.channel;

import dev.rouse.memory.Region;
import dev.rouse.ring.SpscRing;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A ring whose two ends can wait: the receiver sleeps until there is a record, the sender until
 * there is space. One sender, one receiver, records of any length up to half the capacity, in
 * order, nothing lost and nothing twice.
 *
 * {@snippet class="dev.rouse.samples.ChannelSample" region="program"}
 *
 * <p>The roles are types: a channel hands out one {@link Sender} and one {@link Receiver}, each for
 * one thread at a time, platform or virtual. The operations that do not wait are wait-free; none
 * allocates. How an end waits is its {@link WaitPolicy}; by default it spins while waits are short
 * and sleeps otherwise, without processor time.
 *
 * <p>Any thread may {@link #close} the channel. A send that returns normally has handed its record
 * over, also if it raced the close: the receiver gets it before it is told that the channel has
 * ended. A send that throws {@link dev.rouse.wait.ClosedException} has not.
 *
 * <p>Layout, from the offset in the region: the waiting receiver (256 bytes), the waiting sender
 * (256 bytes), the end (128 bytes), the ring. The region must hold zeroes there.
 */
public final class Channel implements AutoCloseable {
  private final SpscRing ring;
  private final ChannelState state;
  private final Sender sender;
  private final Receiver receiver;
  private final AtomicBoolean senderTaken = new AtomicBoolean();
  private final AtomicBoolean receiverTaken = new AtomicBoolean();

  private Channel(Region region, long offset, int capacity, WaitPolicy policy) {
    // Checks the whole place before anything is built in it.
    var segment = region.slice(offset, byteSize(capacity));
    this.ring = SpscRing.create(region, offset + ChannelState.BYTE_SIZE, capacity);
    var ringProducer = ring.producer();
    var ringConsumer = ring.consumer();
    this.state = new ChannelState(segment, policy);
    this.sender = new Sender(ringProducer, state);
    this.receiver = new Receiver(ringConsumer, state);
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
   *     bytes
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
   *     bytes
   * @throws IllegalStateException if the region is closed
   */
  public static Channel create(Region region, long offset, int capacity, WaitPolicy policy) {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(policy, "policy");
    return new Channel(region, offset, capacity, policy);
  }

  /**
   * Returns what a channel takes in a region.
   *
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return the size in bytes
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static long byteSize(int capacity) {
    return ChannelState.BYTE_SIZE + SpscRing.byteSize(capacity);
  }

  /**
   * Hands out the role of the sender, once.
   *
   * @return the sender
   * @throws IllegalStateException if it was handed out before
   */
  public Sender sender() {
    if (!senderTaken.compareAndSet(false, true)) {
      throw new IllegalStateException("a second sender: the channel has one, and it is handed out");
    }
    return sender;
  }

  /**
   * Hands out the role of the receiver, once.
   *
   * @return the receiver
   * @throws IllegalStateException if it was handed out before
   */
  public Receiver receiver() {
    if (!receiverTaken.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "a second receiver: the channel has one, and it is handed out");
    }
    return receiver;
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
   * Returns how many bytes the records take that the receiver has not freed yet. Any thread may
   * ask; while the others work, the answer is a recent state.
   *
   * @return the size in bytes, from 0 to the capacity
   */
  public int size() {
    return ring.size();
  }

  /**
   * Closes the channel: nothing can be sent any more, both ends are woken if they wait, and the
   * receiver is told that the channel has ended once it has received what was sent before. Any
   * thread may close, any number of times. Does not release the memory.
   */
  @Override
  public void close() {
    state.close();
  }

  /**
   * Tells whether the channel was closed. The receiver may still have records to receive.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return state.isClosed();
  }

  @Override
  public String toString() {
    return "Channel[%s, closed=%s, records=%s, space=%s]"
        .formatted(ring, isClosed(), state.records, state.space);
  }
}
