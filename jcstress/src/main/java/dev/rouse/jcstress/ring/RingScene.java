package dev.rouse.jcstress.ring;

import dev.rouse.jcstress.suite.Meeting;
import dev.rouse.jcstress.suite.Slab;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A ring and its two ends: what the tests of the ring start from. */
public abstract class RingScene {
  /** What {@link #value} returns for a record whose words differ. */
  protected static final long TORN = -1000;

  /** The ring. */
  protected final SpscRing ring;

  /** Its producer. */
  protected final RingProducer producer;

  /** Its consumer. */
  protected final RingConsumer consumer;

  /** Where the actors meet. */
  protected final Meeting meeting = new Meeting();

  /** Sets the scene with an empty ring. */
  protected RingScene(int capacity) {
    var place = Slab.place(SpscRing.byteSize(capacity));
    ring = SpscRing.create(place.region(), place.offset(), capacity);
    producer = ring.producer();
    consumer = ring.consumer();
  }

  /** Sets the scene with a ring that holds a record of each of these values. */
  protected RingScene(int capacity, int length, long... values) {
    this(capacity);
    for (long value : values) {
      send(producer, length, value);
    }
  }

  /**
   * Claims and writes a record, without committing it.
   *
   * @return false if there is no space
   */
  protected static boolean write(RingProducer producer, int length, long value) {
    long payload = producer.claim(1, length);
    if (payload == RingProducer.NO_SPACE) {
      return false;
    }
    for (int i = 0; i < length; i += Long.BYTES) {
      producer.segment().set(ValueLayout.JAVA_LONG, payload + i, value);
    }
    return true;
  }

  /**
   * Sends a record all of whose words are a value.
   *
   * @return false if there is no space
   */
  protected static boolean send(RingProducer producer, int length, long value) {
    if (!write(producer, length, value)) {
      return false;
    }
    producer.commit();
    return true;
  }

  /** Returns what all words of a record say, or {@link #TORN}. */
  protected static long value(MemorySegment segment, long offset, int length) {
    long value = segment.get(ValueLayout.JAVA_LONG, offset);
    for (int i = Long.BYTES; i < length; i += Long.BYTES) {
      if (segment.get(ValueLayout.JAVA_LONG, offset + i) != value) {
        return TORN;
      }
    }
    return value;
  }
}
