package dev.rouse.jmh.medium;

import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import dev.rouse.jmh.link.SegmentSink;
import dev.rouse.jmh.link.Words;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import java.lang.foreign.ValueLayout;
import java.util.function.LongConsumer;

/** The ends of rings and channels of records, written in place. */
final class RecordEnds {
  private RecordEnds() {}

  /** The producer of a ring. */
  static final class ToRing extends SendingEnd {
    private final RingProducer producer;
    private final int words;

    ToRing(RingProducer producer, int payload) {
      this.producer = producer;
      this.words = payload / Long.BYTES;
    }

    @Override
    public void send(long value) {
      long payload = claim(words * Long.BYTES);
      if (words == 1) {
        producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
      } else {
        Words.write(producer.segment(), payload, words, value);
      }
      producer.commit();
    }

    private long claim(int length) {
      long payload = producer.claim(1, length);
      while (payload == RingProducer.NO_SPACE) {
        Thread.onSpinWait();
        payload = producer.claim(1, length);
      }
      return payload;
    }

    @Override
    public void close() {
      // A ring has no end of the stream.
    }
  }

  /** The sender of a channel. */
  static final class ToChannel extends SendingEnd {
    private final Sender sender;
    private final int words;

    ToChannel(Sender sender, int payload) {
      this.sender = sender;
      this.words = payload / Long.BYTES;
    }

    @Override
    public void send(long value) throws InterruptedException {
      long payload = sender.claim(1, words * Long.BYTES);
      if (words == 1) {
        sender.segment().set(ValueLayout.JAVA_LONG, payload, value);
      } else {
        Words.write(sender.segment(), payload, words, value);
      }
      sender.commit();
    }

    @Override
    public void close() {
      sender.close();
    }
  }

  static Link of(RingConsumer consumer, int payload) {
    SegmentSink adapter = new SegmentSink(payload / Long.BYTES);
    return new ReceivingEnd() {
      @Override
      public int receive(LongConsumer sink) {
        return consumer.drain(adapter.of(sink), Links.BATCH);
      }

      @Override
      public void close() {
        // As above.
      }
    };
  }

  static Link of(Receiver receiver, int payload) {
    SegmentSink adapter = new SegmentSink(payload / Long.BYTES);
    return new ReceivingEnd() {
      @Override
      public int receive(LongConsumer sink) throws InterruptedException {
        int count = receiver.receive(adapter.of(sink), Links.BATCH);
        return count == Receiver.END_OF_STREAM ? END : count;
      }

      @Override
      public void close() {
        receiver.close();
      }
    };
  }
}
