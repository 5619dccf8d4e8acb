package dev.rouse.jmh.link;

import dev.rouse.ring.RecordHandler;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Makes a record handler of a sink, once: the receiver always passes the same one. */
final class SegmentSink {
  private @Nullable LongConsumer sink;
  private RecordHandler handler = (type, segment, offset, length) -> {};

  @SuppressWarnings("ReferenceEquality") // sinks have no other
  RecordHandler of(LongConsumer wanted) {
    if (sink != wanted) {
      sink = wanted;
      handler =
          (type, segment, offset, length) ->
              wanted.accept(Words.read(segment, offset, length / Long.BYTES));
    }
    return handler;
  }
}
