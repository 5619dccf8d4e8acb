package dev.rouse.jmh.link;

import java.util.function.LongConsumer;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * JCTools' queue for one producer and one consumer, drained; both ends poll.
 *
 * @param <T> the type of the messages
 */
final class JctoolsLink<T> implements Link {
  private final SpscArrayQueue<T> queue;
  private final Form<T> form;
  private @Nullable LongConsumer sink;
  private MessagePassingQueue.Consumer<T> adapter = message -> {};
  private volatile boolean closed;

  JctoolsLink(int capacity, Form<T> form) {
    this.queue = new SpscArrayQueue<>(capacity);
    this.form = form;
  }

  @Override
  public void send(long value) {
    T message = form.of(value);
    while (!queue.offer(message)) {
      Thread.onSpinWait();
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // sinks have no other
  public int receive(LongConsumer wanted) {
    if (sink != wanted) {
      sink = wanted;
      adapter = message -> wanted.accept(form.sum(message));
    }
    boolean last = closed;
    int count = queue.drain(adapter, Links.BATCH);
    return count == 0 && last ? END : count;
  }

  @Override
  public void close() {
    closed = true;
  }
}
