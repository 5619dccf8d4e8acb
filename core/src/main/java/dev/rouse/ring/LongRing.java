package dev.rouse.ring;

import static dev.rouse.ring.LongRingLayout.HEAD;
import static dev.rouse.ring.LongRingLayout.TAIL;

import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.internal.common.Role;
import dev.rouse.internal.file.Attachment;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A bounded single-producer single-consumer (SPSC) buffer of non-negative longs in off-heap memory:
 * numbers, indices, handles, prices, or the places of objects that are kept in a table. Neither
 * side ever blocks, waits, locks or allocates: an operation of either side takes a bounded number
 * of steps, whatever the other does (wait-free).
 *
 * <p>The roles are types. A ring has one {@link LongRingProducer} and one {@link LongRingConsumer}.
 * Each is for one thread at a time; passing it to another thread requires a safe publication. Sizes
 * and positions may be read by any thread.
 *
 * {@snippet class="dev.rouse.samples.LongRingSample" region="program"}
 *
 * <p>Limits: the capacity is a power of two from 16 to 2<sup>27</sup> values of 8 bytes; a value is
 * 0 or more, because the sign bit tells whether it is there. {@link SpscRing} takes anything else.
 */
public final class LongRing {
  static {
    PartInspectors.enter(PartKind.LONG_RING, new LongRingInspector());
  }

  // The roles of a ring in a file, as PartKind has them.
  static final int PRODUCER = 0;
  static final int CONSUMER = 1;

  private final MemorySegment segment;
  private final int capacity;

  /** See {@link Words}. */
  private long base;

  private final Role<LongRingProducer> producer;
  private final Role<LongRingConsumer> consumer;

  private LongRing(MemorySegment segment, int capacity) {
    this.segment = segment;
    this.capacity = capacity;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, ring -> ring.base = Words.CLOSED);
    this.producer = new Role<>("producer", "ring", new LongRingProducer(segment, capacity));
    this.consumer = new Role<>("consumer", "ring", new LongRingConsumer(segment, capacity));
  }

  /**
   * Makes a ring in memory of its own, which lives as long as the ring does.
   *
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @return a new, empty ring
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static LongRing allocate(int capacity) {
    return create(Region.allocate(byteSize(capacity)), 0, capacity);
  }

  /**
   * Makes a ring at a place in a region, which must hold zeroes.
   *
   * @param region where the ring lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @return a new, empty ring
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes, or if a byte that must be zero is not
   * @throws IllegalStateException if the region is closed
   */
  public static LongRing create(Region region, long offset, int capacity) {
    Objects.requireNonNull(region, "region");
    // All of it: a slot that is not zero could pass for a value.
    MemorySegment segment = region.zeroedSlice(offset, byteSize(capacity));
    LongRing ring = new LongRing(segment, capacity);
    RingFormat.LONGS.write(segment, LongRingLayout.FORMAT, capacity);
    return ring;
  }

  /**
   * Returns how many bytes a ring takes in a region.
   *
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @return the size in bytes, 8 for each value and 256 for the positions
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static long byteSize(int capacity) {
    LongRingLayout.requireCapacity(capacity);
    return LongRingLayout.SLOTS + (long) capacity * Long.BYTES;
  }

  /**
   * Returns the smallest capacity that holds a number of values at a time.
   *
   * @param values how many values, at least 1
   * @return the capacity, a power of two
   * @throws IllegalArgumentException if {@code values} is not from 1 to 2<sup>27</sup>
   */
  public static int capacityFor(int values) {
    if (values < 1 || values > LongRingLayout.MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "values: %d, expected 1 to %d".formatted(values, LongRingLayout.MAX_CAPACITY));
    }
    return Math.max(LongRingLayout.MIN_CAPACITY, Integer.highestOneBit(2 * values - 1));
  }

  /**
   * Attaches a producer to an existing ring: it continues where the previous producer stopped. The
   * caller must make sure that there is no other producer.
   *
   * @param region where the ring lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity how many values it holds, as at its creation
   * @return the producer
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes
   * @throws IllegalStateException if there is no ring of that capacity, or if the region is closed
   */
  public static LongRingProducer attachProducer(Region region, long offset, int capacity) {
    return new LongRingProducer(created(region, offset, capacity), capacity);
  }

  /**
   * Attaches a consumer to an existing ring: it begins with the first value whose slot was not
   * freed. The caller must make sure that there is no other consumer.
   *
   * @param region where the ring lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity how many values it holds, as at its creation
   * @return the consumer
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes
   * @throws IllegalStateException if there is no ring of that capacity, or if the region is closed
   */
  public static LongRingConsumer attachConsumer(Region region, long offset, int capacity) {
    return new LongRingConsumer(created(region, offset, capacity), capacity);
  }

  /**
   * Makes a ring as a part of a region file.
   *
   * @param label its name in the file, 1 to 96 bytes in UTF-8, without control characters
   * @param capacity how many values it holds, a power of two from 16 to 2<sup>27</sup>
   * @return the part, for {@link Region#create(java.nio.file.Path, Part...)}
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     {@code label} is not a label
   */
  public static Part part(String label, int capacity) {
    return new Part(
        label,
        PartKind.LONG_RING,
        capacity,
        byteSize(capacity),
        memory -> RingFormat.LONGS.write(memory, LongRingLayout.FORMAT, capacity));
  }

  /**
   * Takes the role of the producer of a ring in a region file: it continues where the previous
   * producer stopped. What the previous producer had not published is lost.
   *
   * @param region the region of the file
   * @param label the ring's name in the file
   * @return the producer; closing the region gives up its role
   * @throws IllegalArgumentException if there is no ring of that name, or the region is not one of
   *     a file
   * @throws dev.rouse.file.RoleTakenException if there is a producer, in this process or another
   * @throws IllegalStateException if the ring is damaged, or if the region is closed
   */
  public static LongRingProducer attachProducer(Region region, String label) {
    Objects.requireNonNull(region, "region");
    return Attachment.attach(
        region,
        label,
        PartKind.LONG_RING,
        PRODUCER,
        attachment -> new LongRingProducer(attachment.segment(), checked(attachment)));
  }

  /**
   * Takes the role of the consumer of a ring in a region file: it begins with the first element
   * that was not freed. If the previous consumer was killed, it may have handled some of them.
   *
   * @param region the region of the file
   * @param label the ring's name in the file
   * @return the consumer; closing the region gives up its role
   * @throws IllegalArgumentException if there is no ring of that name, or the region is not one of
   *     a file
   * @throws dev.rouse.file.RoleTakenException if there is a consumer, in this process or another
   * @throws IllegalStateException if the ring is damaged, or if the region is closed
   */
  public static LongRingConsumer attachConsumer(Region region, String label) {
    Objects.requireNonNull(region, "region");
    return Attachment.attach(
        region,
        label,
        PartKind.LONG_RING,
        CONSUMER,
        attachment -> new LongRingConsumer(attachment.segment(), checked(attachment)));
  }

  /** Checks that there is a ring, in a valid state, and returns its capacity. */
  private static int checked(Attachment attachment) {
    int capacity = attachment.capacity(LongRing::byteSize);
    LongRingLayout.requireCreated(attachment.segment(), capacity);
    return capacity;
  }

  private static MemorySegment created(Region region, long offset, int capacity) {
    Objects.requireNonNull(region, "region");
    MemorySegment segment = region.slice(offset, byteSize(capacity));
    LongRingLayout.requireCreated(segment, capacity);
    return segment;
  }

  /**
   * Returns the producer. May be called once.
   *
   * @return the producer
   * @throws IllegalStateException if it was handed out before
   */
  public LongRingProducer producer() {
    return producer.take();
  }

  /**
   * Returns the consumer. May be called once.
   *
   * @return the consumer
   * @throws IllegalStateException if it was handed out before
   */
  public LongRingConsumer consumer() {
    return consumer.take();
  }

  /**
   * Returns the capacity.
   *
   * @return how many values the ring holds
   */
  public int capacity() {
    return capacity;
  }

  /**
   * Returns how far the producer has published. Any thread may ask.
   *
   * @return the position, in values since the ring was created
   */
  public long producerPosition() {
    return Words.getAcquire(segment, base, TAIL);
  }

  /**
   * Returns how far the consumer has freed the slots. Any thread may ask.
   *
   * @return the position, in values since the ring was created
   */
  public long consumerPosition() {
    return Words.getAcquire(segment, base, HEAD);
  }

  /**
   * Returns how many values are in the ring. Any thread may ask; while the others work, the answer
   * is a recent state.
   *
   * @return the number, from 0 to the capacity
   */
  public int size() {
    // The head is read first, so that the tail is not less than it. Between the two reads both may
    // have advanced, the tail by more than one capacity from the head that was read.
    long head = consumerPosition();
    return Math.clamp(producerPosition() - head, 0, capacity);
  }

  @Override
  public String toString() {
    try {
      return "LongRing[capacity=%d, consumerPosition=%d, producerPosition=%d]"
          .formatted(capacity, consumerPosition(), producerPosition());
    } catch (IllegalStateException e) {
      return "LongRing[capacity=%d, region closed]".formatted(capacity);
    }
  }
}
