package dev.rouse.pool.process;

import dev.rouse.codec.RecordCodec;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a job, on its way between the processes.
 *
 * @param exchange counts what this process was asked to do. An answer or a cancel that is late
 *     cannot be taken for that of another job: a job that is tried again keeps its number, not this
 * @param number the number of the job in its pool
 * @param body the job, its reply, or what else there is to say
 * @param <T> the type of the body
 */
record Frame<T>(long exchange, long number, T body) {
  /** The bytes before the body. */
  static final int HEADER = 2 * Long.BYTES;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  /** Returns the codec of frames whose bodies another codec writes. */
  static <T> RecordCodec<Frame<T>> codec(RecordCodec<T> bodies) {
    return new Codec<>(bodies);
  }

  /**
   * Reads a frame whose body the user's codec reads: what that throws, errors included, is the
   * content, so the job to which it belongs is known.
   *
   * @throws IllegalArgumentException if there is not even a header
   */
  static <T> Frame<Content<T>> read(
      RecordCodec<T> bodies, MemorySegment source, long offset, int length) {
    requireHeader(length);
    T value = null;
    Throwable failure = null;
    try {
      value = bodies.decode(source, offset + HEADER, length - HEADER);
    } catch (Throwable t) { // sneaky ones included
      failure = t;
    }
    return new Frame<>(
        source.get(LONG, offset),
        source.get(LONG, offset + Long.BYTES),
        new Content<>(value, failure));
  }

  private static void requireHeader(int length) {
    if (length < HEADER) {
      throw new IllegalArgumentException(
          "length: %d bytes, expected at least %d".formatted(length, HEADER));
    }
  }

  /**
   * What a user's codec has made of a body.
   *
   * @param value the value
   * @param failure what it has thrown instead
   * @param <T> the type of the value
   */
  record Content<T>(@Nullable T value, @Nullable Throwable failure) {
    /** Returns the value, or throws what the codec has thrown. */
    T get() {
      if (failure != null) {
        Content.<RuntimeException>rethrow(failure);
      }
      return Objects.requireNonNull(value, "a value that a codec has decoded: null");
    }

    /** Throws what a codec has thrown, although it may have declared nothing of it. */
    @SuppressWarnings("unchecked") // the cast is to nothing at run time
    private static <X extends Throwable> void rethrow(Throwable thrown) throws X {
      throw (X) thrown;
    }
  }

  private record Codec<T>(RecordCodec<T> bodies) implements RecordCodec<Frame<T>> {
    @Override
    public int byteSize(Frame<T> frame) {
      return Math.addExact(HEADER, bodies.byteSize(frame.body));
    }

    @Override
    public int maxByteSize(Frame<T> frame) {
      return (int) Math.min((long) HEADER + bodies.maxByteSize(frame.body), Integer.MAX_VALUE);
    }

    @Override
    public OptionalInt fixedByteSize() {
      OptionalInt body = bodies.fixedByteSize();
      return body.isEmpty() ? body : OptionalInt.of(HEADER + body.getAsInt());
    }

    @Override
    public int encode(Frame<T> frame, MemorySegment target, long offset) {
      target.set(LONG, offset, frame.exchange);
      target.set(LONG, offset + Long.BYTES, frame.number);
      return HEADER + bodies.encode(frame.body, target, offset + HEADER);
    }

    @Override
    public Frame<T> decode(MemorySegment source, long offset, int length) {
      requireHeader(length);
      return new Frame<>(
          source.get(LONG, offset),
          source.get(LONG, offset + Long.BYTES),
          bodies.decode(source, offset + HEADER, length - HEADER));
    }
  }
}
