package dev.rouse.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A small ring, and a handler that collects what it is given as text. */
abstract class RingFixture {
  static final int CAPACITY = 256;

  final SpscRing ring = SpscRing.allocate(CAPACITY);
  final RingProducer producer = ring.producer();
  final RingConsumer consumer = ring.consumer();
  final List<String> received = new ArrayList<>();

  final RecordHandler collect =
      (type, segment, offset, length) ->
          received.add(
              type
                  + ":"
                  + new String(
                      segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE),
                      StandardCharsets.US_ASCII));

  boolean offer(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return producer.offer(type, MemorySegment.ofArray(bytes), 0, bytes.length);
  }
}
