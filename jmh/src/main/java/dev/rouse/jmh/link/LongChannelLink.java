package dev.rouse.jmh.link;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.wait.WaitPolicy;
import java.util.function.LongConsumer;

/** A channel of longs. */
final class LongChannelLink implements Link {
  private final LongChannel channel;
  private final LongSender sender;
  private final LongReceiver receiver;

  LongChannelLink(int capacity, WaitPolicy policy) {
    this.channel = LongChannel.allocate(capacity, policy);
    this.sender = channel.sender();
    this.receiver = channel.receiver();
  }

  @Override
  public void send(long value) throws InterruptedException {
    sender.send(value);
  }

  @Override
  public int receive(LongConsumer sink) throws InterruptedException {
    int count = receiver.receive(sink, Links.BATCH);
    return count == LongReceiver.END_OF_STREAM ? END : count;
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
