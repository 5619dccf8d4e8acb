package dev.rouse.jmh.link;

import dev.rouse.channel.ObjectChannel;
import dev.rouse.channel.ObjectReceiver;
import dev.rouse.channel.ObjectSender;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel of objects, drained.
 *
 * @param <T> the type of the messages
 */
final class ObjectChannelLink<T> implements Link {
  private final ObjectChannel<T> channel;
  private final ObjectSender<T> sender;
  private final ObjectReceiver<T> receiver;
  private final Form<T> form;
  private @Nullable LongConsumer sink;
  private Consumer<T> adapter = message -> {};

  ObjectChannelLink(int capacity, Form<T> form) {
    this.channel = ObjectChannel.allocate(capacity);
    this.sender = channel.sender();
    this.receiver = channel.receiver();
    this.form = form;
  }

  @Override
  public void send(long value) throws InterruptedException {
    sender.send(form.of(value));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // sinks have no other
  public int receive(LongConsumer wanted) throws InterruptedException {
    if (sink != wanted) { // not a new one for each call: it would be allocated
      sink = wanted;
      adapter = message -> wanted.accept(form.sum(message));
    }
    int count = receiver.receive(adapter, Links.BATCH);
    return count == ObjectReceiver.END_OF_STREAM ? END : count;
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public String toString() {
    return channel.toString();
  }
}
