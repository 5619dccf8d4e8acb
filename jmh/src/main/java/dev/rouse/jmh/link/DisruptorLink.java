package dev.rouse.jmh.link;

import static dev.rouse.jmh.contender.OwnWords.FIRST;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.WaitStrategy;
import dev.rouse.jmh.contender.OwnWords;
import java.util.function.LongConsumer;

/**
 * The Disruptor with one producer and one consumer. The consumer's loop is that of its own batch
 * processor: wait for a sequence, handle all that are available, then publish how far it has come.
 */
final class DisruptorLink implements Link {
  private final RingBuffer<Event> ring;
  private final SequenceBarrier barrier;
  private final Sequence consumed = new Sequence();
  private final long[] next = OwnWords.allocate(1);
  private volatile boolean closed;

  /** What a slot holds: one word in a field, as its users do, several in an array. */
  private static final class Event {
    private long word;
    private final long[] words;

    Event(int words) {
      this.words = new long[words == 1 ? 0 : words];
    }
  }

  DisruptorLink(int capacity, int words, WaitStrategy strategy) {
    ring = RingBuffer.createSingleProducer(() -> new Event(words), capacity, strategy);
    barrier = ring.newBarrier();
    ring.addGatingSequences(consumed);
    next[FIRST] = consumed.get() + 1;
  }

  @Override
  public void send(long value) {
    long sequence = ring.next();
    Event event = ring.get(sequence);
    if (event.words.length == 0) {
      event.word = value;
    } else {
      Words.write(event.words, value);
    }
    ring.publish(sequence);
  }

  @Override
  public int receive(LongConsumer sink) throws InterruptedException {
    boolean last = closed;
    long sequence = next[FIRST];
    long available;
    try {
      available = barrier.waitFor(sequence);
    } catch (AlertException e) {
      available = ring.getCursor();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e); // of strategies that are not used here
    }
    int count = (int) (available + 1 - sequence);
    while (sequence <= available) {
      Event event = ring.get(sequence);
      sink.accept(event.words.length == 0 ? event.word : Words.read(event.words));
      sequence++;
    }
    next[FIRST] = sequence;
    consumed.set(available);
    return count == 0 && last ? END : count;
  }

  @Override
  public void close() {
    closed = true;
    barrier.alert();
  }
}
