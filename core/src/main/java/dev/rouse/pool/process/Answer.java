package dev.rouse.pool.process;

import dev.rouse.codec.RecordCodec;
import dev.rouse.ring.RecordHandler;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a worker process sends. The next record overwrites what was read from the last one.
 *
 * @param <R> the type of the replies
 */
final class Answer<R> implements RecordHandler {
  private static final RecordCodec<Frame<Thrown>> THROWN = Frame.codec(Thrown.CODEC);
  private static final RecordCodec<Frame<String>> TEXT = Frame.codec(RecordCodec.utf8());
  private static final RecordCodec<Integer> NUMBER = RecordCodec.ofInt();

  private final RecordCodec<R> replies;
  private int type;
  private @Nullable Frame<?> frame;

  Answer(RecordCodec<R> replies) {
    this.replies = replies;
  }

  @Override
  public void onRecord(int recordType, MemorySegment memory, long offset, int length) {
    type = recordType;
    frame =
        switch (recordType) {
          case Protocol.READY -> new Frame<>(0, 0, NUMBER.decode(memory, offset, length));
          case Protocol.REPLY -> Frame.read(replies, memory, offset, length);
          case Protocol.FAILURE, Protocol.CRASH -> THROWN.decode(memory, offset, length);
          case Protocol.REPORT -> TEXT.decode(memory, offset, length);
          default ->
              throw new IllegalArgumentException(
                  "a record of type %d, expected 1 to %d".formatted(recordType, Protocol.REPORT));
        };
  }

  int type() {
    return type;
  }

  /** Tells whether it belongs to an exchange. */
  boolean isFor(long exchange) {
    return frame != null && frame.exchange() == exchange;
  }

  /** Returns the version of a process that is ready. */
  int version() {
    return (Integer) body();
  }

  /** Returns the reply that was sent, or throws what its codec has thrown. */
  @SuppressWarnings("unchecked") // the codec of the replies has read it
  R reply() {
    return ((Frame.Content<R>) body()).get();
  }

  /** Returns what was thrown. */
  Thrown thrown() {
    return (Thrown) body();
  }

  /** Returns a report. */
  String report() {
    return (String) body();
  }

  private Object body() {
    if (frame == null) {
      throw new IllegalStateException("nothing was read");
    }
    return frame.body();
  }
}
