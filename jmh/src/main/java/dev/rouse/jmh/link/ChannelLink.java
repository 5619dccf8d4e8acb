package dev.rouse.jmh.link;

import dev.rouse.channel.Channel;
import dev.rouse.channel.ChannelConsumer;
import dev.rouse.channel.ChannelProducer;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.util.function.LongConsumer;

/** A channel, written in place. */
final class ChannelLink implements Link {
  private final SegmentSink sink;
  private final int words;
  private final Channel channel;
  private final ChannelProducer producer;
  private final ChannelConsumer consumer;

  ChannelLink(int payload, WaitPolicy policy) {
    this.words = payload / Long.BYTES;
    this.sink = new SegmentSink(words);
    this.channel = Channel.allocate(Links.ringCapacity(payload), policy);
    this.producer = channel.producer();
    this.consumer = channel.consumer();
  }

  @Override
  public void send(long value) throws InterruptedException {
    if (words != 1) {
      sendWords(value);
      return;
    }
    long payload = producer.claim(1, Long.BYTES);
    producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
    producer.commit();
  }

  private void sendWords(long value) throws InterruptedException {
    long payload = producer.claim(1, words * Long.BYTES);
    Words.write(producer.segment(), payload, words, value);
    producer.commit();
  }

  @Override
  public int receive(LongConsumer sink) throws InterruptedException {
    int count = consumer.receive(this.sink.of(sink), Links.BATCH);
    return count == ChannelConsumer.END_OF_STREAM ? END : count;
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
