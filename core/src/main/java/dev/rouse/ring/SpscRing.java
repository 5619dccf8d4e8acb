package dev.rouse.ring;

import static dev.rouse.ring.RingLayout.HEAD;
import static dev.rouse.ring.RingLayout.TAIL;

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
 * A bounded single-producer single-consumer (SPSC) buffer of variable-length records in off-heap
 * memory. Neither side ever blocks, waits, locks or allocates: an operation of either side takes a
 * bounded number of steps, whatever the other does (wait-free).
 *
 * <p>The roles are types. A ring has one {@link RingProducer} and one {@link RingConsumer}. Each is
 * for one thread at a time; passing it to another thread requires a safe publication. Sizes and
 * positions may be read by any thread.
 *
 * {@snippet class="dev.rouse.samples.SpscRingSample" region="program"}
 *
 * <p>Limits: the capacity is a power of two from 128 bytes to 1 GiB; a record takes its payload and
 * 8 bytes, rounded up to a multiple of 8; the largest payload is half the capacity less 8 bytes.
 * Out of scope: several producers or consumers (give each its own ring), and object references.
 *
 * <p>The algorithm is Lamport's bounded queue with two positions, with each side caching the
 * other's position as FastFlow and Folly do.
 */
public final class SpscRing {
  static {
    PartInspectors.enter(PartKind.RING, new RingInspector());
  }

  // The roles of a ring in a file, as PartKind has them.
  static final int PRODUCER = 0;
  static final int CONSUMER = 1;

  private final MemorySegment segment;
  private final int capacity;

  /** See {@link Words}. */
  private long base;

  private final Role<RingProducer> producer;
  private final Role<RingConsumer> consumer;

  private SpscRing(MemorySegment segment, int capacity) {
    this.segment = segment;
    this.capacity = capacity;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, ring -> ring.base = Words.CLOSED);
    this.producer = new Role<>("producer", "ring", new RingProducer(segment, capacity));
    this.consumer = new Role<>("consumer", "ring", new RingConsumer(segment, capacity));
  }

  /**
   * Makes a ring in memory of its own, which lives as long as the ring does.
   *
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return a new, empty ring
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static SpscRing allocate(int capacity) {
    return create(Region.allocate(byteSize(capacity)), 0, capacity);
  }

  /**
   * Makes a ring at a place in a region, which must hold zeroes in its first 256 bytes.
   *
   * @param region where the ring lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return a new, empty ring
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes, or if a byte that must be zero is not
   * @throws IllegalStateException if the region is closed
   */
  public static SpscRing create(Region region, long offset, int capacity) {
    Objects.requireNonNull(region, "region");
    MemorySegment segment = region.slice(offset, byteSize(capacity));
    region.zeroedSlice(offset, RingLayout.RECORDS);
    SpscRing ring = new SpscRing(segment, capacity);
    RingFormat.RECORDS.write(segment, RingLayout.FORMAT, capacity);
    return ring;
  }

  /**
   * Returns how many bytes a ring takes in a region.
   *
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return the size in bytes, {@code capacity} and 256 for the positions
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static long byteSize(int capacity) {
    RingLayout.requireCapacity(capacity);
    return RingLayout.RECORDS + capacity;
  }

  /**
   * Attaches a producer to an existing ring: it continues where the previous producer stopped. The
   * caller must make sure that there is no other producer.
   *
   * @param region where the ring lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity the bytes for records, as at its creation
   * @return the producer
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes
   * @throws IllegalStateException if there is no ring of that capacity, or if the region is closed
   */
  public static RingProducer attachProducer(Region region, long offset, int capacity) {
    return new RingProducer(created(region, offset, capacity), capacity);
  }

  /**
   * Attaches a consumer to an existing ring: it begins with the first record that was not freed.
   * The caller must make sure that there is no other consumer.
   *
   * @param region where the ring lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity the bytes for records, as at its creation
   * @return the consumer
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes
   * @throws IllegalStateException if there is no ring of that capacity, or if the region is closed
   */
  public static RingConsumer attachConsumer(Region region, long offset, int capacity) {
    return new RingConsumer(created(region, offset, capacity), capacity);
  }

  /**
   * Makes a ring as a part of a region file.
   *
   * @param label its name in the file, 1 to 96 bytes in UTF-8, without control characters
   * @param capacity the bytes for records, a power of two from 128 to 2<sup>30</sup>
   * @return the part, for {@link Region#create(java.nio.file.Path, Part...)}
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     {@code label} is not a label
   */
  public static Part part(String label, int capacity) {
    return new Part(
        label,
        PartKind.RING,
        capacity,
        byteSize(capacity),
        memory -> RingFormat.RECORDS.write(memory, RingLayout.FORMAT, capacity));
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
  public static RingProducer attachProducer(Region region, String label) {
    Objects.requireNonNull(region, "region");
    return Attachment.attach(
        region,
        label,
        PartKind.RING,
        PRODUCER,
        attachment -> new RingProducer(attachment.segment(), checked(attachment)));
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
  public static RingConsumer attachConsumer(Region region, String label) {
    Objects.requireNonNull(region, "region");
    return Attachment.attach(
        region,
        label,
        PartKind.RING,
        CONSUMER,
        attachment -> new RingConsumer(attachment.segment(), checked(attachment)));
  }

  /** Checks that there is a ring, in a valid state, and returns its capacity. */
  private static int checked(Attachment attachment) {
    int capacity = attachment.capacity(SpscRing::byteSize);
    RingLayout.requireCreated(attachment.segment(), capacity);
    return capacity;
  }

  private static MemorySegment created(Region region, long offset, int capacity) {
    Objects.requireNonNull(region, "region");
    MemorySegment segment = region.slice(offset, byteSize(capacity));
    RingLayout.requireCreated(segment, capacity);
    return segment;
  }

  /**
   * Returns a capacity that holds a number of records of one length at a time, in a ring that gets
   * records of that length only.
   *
   * @param records how many records, at least 1
   * @param length the length of each payload in bytes, 0 or more
   * @return the smallest capacity that is enough, in bytes: a power of two
   * @throws IllegalArgumentException if {@code records} is not positive, {@code length} is
   *     negative, or no capacity is enough
   */
  public static int capacityFor(int records, int length) {
    if (records < 1) {
      throw new IllegalArgumentException("records: " + records + ", expected at least 1");
    }
    long record = recordBytes(length);
    // A record never wraps. Unless the record size divides the capacity, there is padding of up to
    // one record less 8 bytes.
    long padding = Long.bitCount(record) == 1 ? 0 : record - RingLayout.RECORD_ALIGNMENT;
    long needed =
        Math.max(records * record + padding, Math.max(2 * record, RingLayout.MIN_CAPACITY));
    if (needed > RingLayout.MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "records: %d of %d bytes take %d bytes, expected at most %d"
              .formatted(records, length, needed, RingLayout.MAX_CAPACITY));
    }
    return Integer.highestOneBit((int) needed * 2 - 1);
  }

  /**
   * Returns how many bytes a record takes in a ring. The payloads of a batch are this far apart.
   *
   * @param length the length of the payload in bytes, 0 or more
   * @return the size in bytes: header, payload, and up to a multiple of 8
   * @throws IllegalArgumentException if {@code length} is negative, or larger than any ring takes
   */
  public static int recordBytes(int length) {
    int largest = RingLayout.maxPayload(RingLayout.MAX_CAPACITY);
    if (length < 0 || length > largest) {
      throw new IllegalArgumentException("length: " + length + ", expected 0 to " + largest);
    }
    return RingLayout.recordBytes(length);
  }

  /**
   * Returns the producer. May be called once.
   *
   * @return the producer
   * @throws IllegalStateException if it was handed out before
   */
  public RingProducer producer() {
    return producer.take();
  }

  /**
   * Returns the consumer. May be called once.
   *
   * @return the consumer
   * @throws IllegalStateException if it was handed out before
   */
  public RingConsumer consumer() {
    return consumer.take();
  }

  /**
   * Returns the capacity.
   *
   * @return the bytes for records
   */
  public int capacity() {
    return capacity;
  }

  /**
   * Returns the length of the largest payload that a record can have.
   *
   * @return the length in bytes: half the capacity less 8
   */
  public int maxPayload() {
    return RingLayout.maxPayload(capacity);
  }

  /**
   * Returns how far the producer has published. Any thread may ask.
   *
   * @return the position, in bytes since the ring was created
   */
  public long producerPosition() {
    return Words.getAcquire(segment, base, TAIL);
  }

  /**
   * Returns how far the consumer has freed the space. Any thread may ask.
   *
   * @return the position, in bytes since the ring was created
   */
  public long consumerPosition() {
    return Words.getAcquire(segment, base, HEAD);
  }

  /**
   * Returns how many bytes published records take, headers, alignment and padding included. Any
   * thread may ask; while the others work, the answer is a recent state.
   *
   * @return the size in bytes, from 0 to the capacity
   */
  public int size() {
    // The head is read first, so that the tail is not less than it. Between the two reads both may
    // have advanced, the tail by more than one capacity from the head that was read.
    long head = consumerPosition();
    return (int) Math.min(producerPosition() - head, capacity);
  }

  /**
   * Returns how many bytes are free. Any thread may ask; while the others work, the answer is a
   * recent state. A record may not fit although enough bytes are free, because it never wraps.
   *
   * @return the size in bytes, from 0 to the capacity
   */
  public int freeBytes() {
    return capacity - size();
  }

  /**
   * Returns how full the ring is. Any thread may ask; while the others work, the answer is a recent
   * state.
   *
   * @return the used share of the capacity, from 0 to 1
   */
  public double utilization() {
    return (double) size() / capacity;
  }

  /**
   * Tells whether the consumer has closed the ring because it has found a corrupt record. Any
   * thread may ask.
   *
   * @return true if the consumer will pass no more records to a handler
   */
  public boolean isCorrupt() {
    return RingLayout.isCorrupt(segment, base);
  }

  @Override
  public String toString() {
    try {
      return "SpscRing[capacity=%d, consumerPosition=%d, producerPosition=%d]"
          .formatted(capacity, consumerPosition(), producerPosition());
    } catch (IllegalStateException e) {
      return "SpscRing[capacity=%d, region closed]".formatted(capacity);
    }
  }
}
