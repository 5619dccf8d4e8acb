package dev.rouse.jmh.link;

import dev.rouse.channel.Channel;
import dev.rouse.channel.ChannelConsumer;
import dev.rouse.channel.ChannelProducer;
import dev.rouse.ring.Consumer;
import dev.rouse.ring.Producer;
import dev.rouse.ring.RecordHandler;
import dev.rouse.ring.SpscRing;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Makes links by name. */
public final class Links {
  /** Messages that each bounded link can hold. */
  private static final int MESSAGES = 4096;

  /** The most messages handed over at once by the links that can. */
  private static final int BATCH = 64;

  private static final long END = -1;

  private Links() {}

  /**
   * Makes a link.
   *
   * @param name which one
   * @return the link
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Link of(String name) {
    return switch (name) {
      case "ring" -> new RingLink();
      case "channel" -> new ChannelLink(Channel.allocate(MESSAGES * 16));
      case "channelPark" -> new ChannelLink(Channel.allocate(MESSAGES * 16, WaitPolicy.parkOnly()));
      // About 2,000 times Thread.onSpinWait on the machine that was measured.
      case "channelSpin25" ->
          new ChannelLink(
              Channel.allocate(
                  MESSAGES * 16, WaitPolicy.builder().spin(25, TimeUnit.MICROSECONDS).build()));
      case "ArrayBlockingQueue" -> new QueueLink(new ArrayBlockingQueue<>(MESSAGES));
      case "LinkedTransferQueue" -> new QueueLink(new LinkedTransferQueue<>());
      default ->
          throw new IllegalArgumentException("link: " + name + ", expected one of the names");
    };
  }

  /** Adapts a sink once: the receiver always passes the same one. */
  private static final class Adapter {
    private @Nullable LongConsumer sink;
    private RecordHandler handler = (type, segment, offset, length) -> {};

    @SuppressWarnings("ReferenceEquality") // sinks have no other
    RecordHandler of(LongConsumer wanted) {
      if (sink != wanted) {
        sink = wanted;
        handler =
            (type, segment, offset, length) ->
                wanted.accept(segment.get(ValueLayout.JAVA_LONG, offset));
      }
      return handler;
    }
  }

  /** The bare ring; both ends poll. */
  private static final class RingLink implements Link {
    private final Adapter adapter = new Adapter();
    private final SpscRing ring = SpscRing.allocate(MESSAGES * 16);
    private final Producer producer = ring.producer();
    private final Consumer consumer = ring.consumer();
    private volatile boolean closed;

    @Override
    public void send(long value) {
      long payload = producer.claim(1, Long.BYTES);
      while (payload == Producer.NO_SPACE) {
        Thread.onSpinWait();
        payload = producer.claim(1, Long.BYTES);
      }
      producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
      producer.commit();
    }

    @Override
    public boolean receive(LongConsumer sink) {
      boolean last = closed;
      if (consumer.drain(adapter.of(sink), BATCH) == 0) {
        Thread.onSpinWait();
        return !last;
      }
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class ChannelLink implements Link {
    private final Adapter adapter = new Adapter();
    private final Channel channel;
    private final ChannelProducer producer;
    private final ChannelConsumer consumer;

    ChannelLink(Channel channel) {
      this.channel = channel;
      this.producer = channel.producer();
      this.consumer = channel.consumer();
    }

    @Override
    public void send(long value) throws InterruptedException {
      long payload = producer.claim(1, Long.BYTES);
      producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
      producer.commit();
    }

    @Override
    public boolean receive(LongConsumer sink) throws InterruptedException {
      return consumer.receive(adapter.of(sink), BATCH) != ChannelConsumer.END_OF_STREAM;
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

  private static final class QueueLink implements Link {
    private final BlockingQueue<Long> queue;

    QueueLink(BlockingQueue<Long> queue) {
      this.queue = queue;
    }

    @Override
    public void send(long value) throws InterruptedException {
      queue.put(value);
    }

    @Override
    public boolean receive(LongConsumer sink) throws InterruptedException {
      long value = queue.take();
      if (value == END) {
        return false;
      }
      sink.accept(value);
      return true;
    }

    @Override
    public void close() throws InterruptedException {
      queue.put(END);
    }
  }
}
