package dev.rouse.channel;

import dev.rouse.memory.Region;
import dev.rouse.ring.SpscRing;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A ring whose two ends can wait: the consumer sleeps until there is a record, the producer until
 * there is space. One producer, one consumer, records of any length up to half the capacity, in
 * order, nothing lost and nothing twice.
 *
 * {@snippet :
 * Channel channel = Channel.allocate(64 * 1024);
 * Thread.ofPlatform().start(() -> channel.consumer().forEach((type, segment, offset, length) ->
 *     System.out.println(segment.getString(offset)))); // sleeps while there is nothing to do
 * try (channel) { // closing lets the consumer finish what was sent
 *   channel.producer().send(1, Arena.global().allocateFrom("hello"), 0, 6);
 * }
 * }
 *
 * <p>The roles are types: a channel hands out one {@link ChannelProducer} and one {@link
 * ChannelConsumer}, each for one thread at a time, platform or virtual. The operations that do not
 * wait are wait-free; none allocates. How an end waits is its {@link WaitPolicy}; by default it
 * spins while waits are short and sleeps otherwise, without processor time.
 *
 * <p>Any thread may {@link #close} the channel. A send that returns normally has handed its record
 * over, also if it raced the close: the consumer gets it before it is told that the channel has
 * ended. A send that throws {@link dev.rouse.signal.ClosedException} has not.
 *
 * <p>Layout, from the offset in the region: the waiting consumer (256 bytes), the waiting producer
 * (256 bytes), the end (128 bytes), the ring. The region must hold zeroes there.
 */
public final class Channel implements AutoCloseable {
  private final SpscRing ring;
  private final ChannelState state;
  private final ChannelProducer producer;
  private final ChannelConsumer consumer;
  private final AtomicBoolean producerTaken = new AtomicBoolean();
  private final AtomicBoolean consumerTaken = new AtomicBoolean();

  private Channel(Region region, long offset, int capacity, WaitPolicy policy) {
    // Checks the whole place before anything is built in it.
    var segment = region.slice(offset, byteSize(capacity));
    this.ring = SpscRing.create(region, offset + ChannelState.BYTE_SIZE, capacity);
    var ringProducer = ring.producer();
    var ringConsumer = ring.consumer();
    this.state = new ChannelState(segment, policy);
    this.producer = new ChannelProducer(ringProducer, state);
    this.consumer = new ChannelConsumer(ringConsumer, state);
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
    return create(Region.allocateAutomatic(byteSize(capacity)), 0, capacity, policy);
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
   * Hands out the role of the producer, once.
   *
   * @return the producer
   * @throws IllegalStateException if it was handed out before
   */
  public ChannelProducer producer() {
    if (!producerTaken.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "a second producer: the channel has one, and it is handed out");
    }
    return producer;
  }

  /**
   * Hands out the role of the consumer, once.
   *
   * @return the consumer
   * @throws IllegalStateException if it was handed out before
   */
  public ChannelConsumer consumer() {
    if (!consumerTaken.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "a second consumer: the channel has one, and it is handed out");
    }
    return consumer;
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
   * Returns how many bytes the records take that the consumer has not freed yet. Any thread may
   * ask; while the others work, the answer is a recent state.
   *
   * @return the size in bytes, from 0 to the capacity
   */
  public int size() {
    return ring.size();
  }

  /**
   * Closes the channel: nothing can be sent any more, both ends are woken if they wait, and the
   * consumer is told that the channel has ended once it has received what was sent before. Any
   * thread may close, any number of times. Does not release the memory.
   */
  @Override
  public void close() {
    state.close();
  }

  /**
   * Tells whether the channel was closed. The consumer may still have records to receive.
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
