package dev.rouse.jmh.link;

import dev.rouse.ring.RecordHandler;
import java.lang.foreign.ValueLayout;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Makes a record handler of a sink, once: the receiver always passes the same one. */
public final class SegmentSink {
  private final int words;
  private @Nullable LongConsumer sink;
  private RecordHandler handler = (type, segment, offset, length) -> {};

  /**
   * Makes one for messages of a number of words.
   *
   * @param words how many
   */
  public SegmentSink(int words) {
    this.words = words;
  }

  /** Returns the handler that gives a sink the sum of each message's words. */
  @SuppressWarnings("ReferenceEquality") // sinks have no other
  public RecordHandler of(LongConsumer wanted) {
    if (sink != wanted) {
      sink = wanted;
      // A loop around one word costs more than the word.
      handler =
          words == 1
              ? (type, segment, offset, length) ->
                  wanted.accept(segment.get(ValueLayout.JAVA_LONG, offset))
              : (type, segment, offset, length) ->
                  wanted.accept(Words.read(segment, offset, length / Long.BYTES));
    }
    return handler;
  }
}
