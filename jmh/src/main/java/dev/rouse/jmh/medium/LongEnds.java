package dev.rouse.jmh.medium;

import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import java.util.function.LongConsumer;

/** The ends of rings and channels of longs. */
final class LongEnds {
  private LongEnds() {}

  static Link of(LongRingProducer producer) {
    return new SendingEnd() {
      @Override
      public void send(long value) {
        while (!producer.offer(value)) {
          Thread.onSpinWait();
        }
      }

      @Override
      public void close() {
        // A ring has no end of the stream.
      }
    };
  }

  static Link of(LongRingConsumer consumer) {
    return new ReceivingEnd() {
      @Override
      public int receive(LongConsumer sink) {
        return consumer.drain(sink, Links.BATCH);
      }

      @Override
      public void close() {
        // As above.
      }
    };
  }

  static Link of(LongSender sender) {
    return new SendingEnd() {
      @Override
      public void send(long value) throws InterruptedException {
        sender.send(value);
      }

      @Override
      public void close() {
        sender.close();
      }
    };
  }

  static Link of(LongReceiver receiver) {
    return new ReceivingEnd() {
      @Override
      public int receive(LongConsumer sink) throws InterruptedException {
        int count = receiver.receive(sink, Links.BATCH);
        return count == LongReceiver.END_OF_STREAM ? END : count;
      }

      @Override
      public void close() {
        receiver.close();
      }
    };
  }
}
