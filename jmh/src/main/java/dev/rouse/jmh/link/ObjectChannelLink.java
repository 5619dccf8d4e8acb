package dev.rouse.jmh.link;

import dev.rouse.channel.ObjectChannel;
import dev.rouse.channel.ObjectReceiver;
import dev.rouse.channel.ObjectSender;
import java.util.function.LongConsumer;

/**
 * A channel of objects, received one by one, as {@link QueueLink} does.
 *
 * @param <T> the type of the messages
 */
final class ObjectChannelLink<T> implements Link {
  private final ObjectChannel<T> channel;
  private final ObjectSender<T> sender;
  private final ObjectReceiver<T> receiver;
  private final Form<T> form;

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
  public int receive(LongConsumer sink) throws InterruptedException {
    int count = receiver.receive(message -> sink.accept(form.sum(message)), Links.BATCH);
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
