package dev.rouse.jmh.link;

import static dev.rouse.jmh.contender.OwnWords.FIRST;

import dev.rouse.jmh.contender.OwnWords;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;

/**
 * What is left of the ring without all that makes it one: the same layout, order of stores and
 * steps back in an array of longs, with no check of what is claimed or found and no length that
 * could be another. Not a peer but a bound: what it costs is the cache lines that go from one
 * processor to the other. Records take a power of two, header included; with one word that is what
 * they take in the ring.
 */
final class ArrayLink implements Link {
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  private static final long HEADER = 0x1_0000_0008L;

  private static final long STEP_NANOS = 10;
  private static final long LONGEST_STEP = 300;

  private final int words;
  private final int record;
  private final int batch;
  private final int capacity;
  private final long[] records;
  private final long[] tail = OwnWords.allocate(1);
  private final long[] head = OwnWords.allocate(1);

  /** The sender's own: the tail, and the head as it was last read. */
  private final long[] sent = OwnWords.allocate(2);

  /** The receiver's own: the head, the tail as it was last read, and what was found. */
  private final long[] received = OwnWords.allocate(3);

  private volatile boolean closed;

  ArrayLink(int messages, int words, int batch) {
    this.words = words;
    this.record = Integer.highestOneBit(words) << 1;
    this.batch = batch;
    this.capacity = messages * record;
    this.records = OwnWords.allocate(capacity);
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public void send(long value) {
    long position = sent[FIRST];
    claim(position + record);
    write(position, value);
    publish(position + record);
  }

  @Override
  public void send(long first, int count) {
    long position = sent[FIRST];
    long end = position + (long) count * record;
    claim(end);
    for (long value = first; position != end; position += record) {
      write(position, value++);
    }
    publish(end);
  }

  private void claim(long end) {
    while (end - sent[FIRST + 1] > capacity) {
      Thread.onSpinWait();
      sent[FIRST + 1] = (long) LONGS.getAcquire(head, FIRST);
    }
  }

  private void write(long position, long value) {
    int place = place(position);
    records[place] = HEADER;
    records[place + 1] = value;
    for (int i = 1; i < words; i++) {
      records[place + 1 + i] = value + i;
    }
  }

  private void publish(long end) {
    sent[FIRST] = end;
    LONGS.setRelease(tail, FIRST, end); // after the records
  }

  @Override
  public int receive(LongConsumer sink) {
    boolean last = closed;
    int count = drain(sink);
    if (count != 0) {
      received[FIRST + 2] += count;
      return count;
    }
    long found = received[FIRST + 2];
    received[FIRST + 2] = 0;
    if (found > 1) {
      stepBack(Math.min(found, LONGEST_STEP) * STEP_NANOS);
    }
    return last ? END : 0;
  }

  private int drain(LongConsumer sink) {
    long position = received[FIRST];
    if (position == received[FIRST + 1]) {
      received[FIRST + 1] = (long) LONGS.getAcquire(tail, FIRST);
    }
    long end = Math.min(received[FIRST + 1], position + (long) Links.BATCH * record);
    int count = (int) (end - position) / record;
    for (; position != end; position += record) {
      int place = place(position);
      if (records[place] != HEADER) {
        throw new IllegalStateException("position " + position + ": " + records[place]);
      }
      long sum = records[place + 1];
      for (int i = 1; i < words; i++) {
        sum += records[place + 1 + i];
      }
      sink.accept(sum);
    }
    received[FIRST] = position;
    LONGS.setRelease(head, FIRST, position); // the records are read
    return count;
  }

  private static void stepBack(long nanos) {
    long start = System.nanoTime();
    do {
      Thread.onSpinWait();
    } while (System.nanoTime() - start < nanos);
  }

  private int place(long position) {
    return FIRST + (int) (position & (capacity - 1));
  }

  @Override
  public void close() {
    closed = true;
  }
}
