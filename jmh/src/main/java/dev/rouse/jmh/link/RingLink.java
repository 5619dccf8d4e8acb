package dev.rouse.jmh.link;

import dev.rouse.ring.RingProducer;
import java.lang.foreign.ValueLayout;

/** The bare ring, record by record; both ends poll. */
final class RingLink extends PolledRing {
  RingLink(int payload) {
    super(payload);
  }

  @Override
  public void send(long value) {
    if (words == 1) {
      sendOneWord(value);
    } else {
      sendWords(value);
    }
  }

  private void sendOneWord(long value) {
    long payload = producer.claim(1, Long.BYTES);
    while (payload == RingProducer.NO_SPACE) {
      Thread.onSpinWait();
      payload = producer.claim(1, Long.BYTES);
    }
    producer.segment().set(ValueLayout.JAVA_LONG, payload, value);
    producer.commit();
  }

  private void sendWords(long value) {
    int length = words * Long.BYTES;
    long payload = producer.claim(1, length);
    while (payload == RingProducer.NO_SPACE) {
      Thread.onSpinWait();
      payload = producer.claim(1, length);
    }
    Words.write(producer.segment(), payload, words, value);
    producer.commit();
  }
}
