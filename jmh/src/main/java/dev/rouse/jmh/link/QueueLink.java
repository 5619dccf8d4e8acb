package dev.rouse.jmh.link;

import java.util.concurrent.BlockingQueue;
import java.util.function.LongConsumer;

/**
 * A blocking queue of references.
 *
 * @param <T> the type of the messages
 */
final class QueueLink<T> implements Link {
  /** What ends the stream. */
  private enum End {
    END
  }

  private final BlockingQueue<Object> queue;
  private final Form<T> form;

  QueueLink(BlockingQueue<Object> queue, Form<T> form) {
    this.queue = queue;
    this.form = form;
  }

  @Override
  public void send(long value) throws InterruptedException {
    queue.put(form.of(value));
  }

  @Override
  public Link newSender() {
    return this;
  }

  @Override
  @SuppressWarnings("unchecked") // nothing else is put in
  public int receive(LongConsumer sink) throws InterruptedException {
    Object message = queue.take();
    if (message instanceof End) {
      return END;
    }
    sink.accept(form.sum((T) message));
    return 1;
  }

  @Override
  public void close() throws InterruptedException {
    queue.put(End.END);
  }
}
