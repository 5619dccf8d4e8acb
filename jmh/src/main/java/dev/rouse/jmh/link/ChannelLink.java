package dev.rouse.jmh.link;

import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.util.function.LongConsumer;

/** A channel, written in place. */
final class ChannelLink implements Link {
  private final SegmentSink sink;
  private final int words;
  private final Channel channel;
  private final Sender sender;
  private final Receiver receiver;

  ChannelLink(int payload, WaitPolicy policy) {
    this.words = payload / Long.BYTES;
    this.sink = new SegmentSink(words);
    this.channel = Channel.allocate(Links.ringCapacity(payload), policy);
    this.sender = channel.sender();
    this.receiver = channel.receiver();
  }

  @Override
  public void send(long value) throws InterruptedException {
    if (words != 1) {
      sendWords(value);
      return;
    }
    long payload = sender.claim(1, Long.BYTES);
    sender.segment().set(ValueLayout.JAVA_LONG, payload, value);
    sender.commit();
  }

  private void sendWords(long value) throws InterruptedException {
    long payload = sender.claim(1, words * Long.BYTES);
    Words.write(sender.segment(), payload, words, value);
    sender.commit();
  }

  @Override
  public int receive(LongConsumer sink) throws InterruptedException {
    int count = receiver.receive(this.sink.of(sink), Links.BATCH);
    return count == Receiver.END_OF_STREAM ? END : count;
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
