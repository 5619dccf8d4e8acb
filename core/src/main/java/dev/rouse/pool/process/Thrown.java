package dev.rouse.pool.process;

import dev.rouse.codec.RecordCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What was thrown in a worker process, as text: its class need not be known here.
 *
 * @param className the name of its class
 * @param message its message, or null if it has none
 * @param trace its stack trace, with its causes
 */
record Thrown(String className, @Nullable String message, String trace) {
  static final RecordCodec<Thrown> CODEC = new Codec();

  private static final int LONGEST_NAME = 300;
  private static final int LONGEST_MESSAGE = 1_500;
  private static final int LONGEST_TRACE = 7_000;
  private static final char SEPARATOR = '\0';

  /** Describes what was thrown. Its methods are the user's, and may throw, too. */
  static Thrown of(Throwable thrown) {
    String message;
    try {
      message = thrown.getMessage();
    } catch (Throwable t) {
      message = "(no message: " + t.getClass().getName() + ")";
    }
    String trace;
    try {
      var text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      trace = text.toString();
    } catch (Throwable t) {
      trace = "(no stack trace: " + t.getClass().getName() + ")";
    }
    return new Thrown(
        Protocol.cut(thrown.getClass().getName(), LONGEST_NAME),
        message == null ? null : Protocol.cut(message, LONGEST_MESSAGE),
        Protocol.cut(trace, LONGEST_TRACE));
  }

  /** Returns what {@link Throwable#toString} says of most throwables. */
  String summary() {
    return message == null ? className : className + ": " + message;
  }

  /** One text with separators: the name, a mark and the message if there is one, the trace. */
  private static final class Codec implements RecordCodec<Thrown> {
    private static final RecordCodec<String> TEXT = RecordCodec.utf8();

    private static String text(Thrown thrown) {
      String message = thrown.message;
      return thrown.className
          + SEPARATOR
          + (message == null ? "" : "=" + message.replace(SEPARATOR, '?'))
          + SEPARATOR
          + thrown.trace;
    }

    @Override
    public int byteSize(Thrown thrown) {
      return TEXT.byteSize(text(thrown));
    }

    @Override
    public int encode(Thrown thrown, MemorySegment target, long offset) {
      return TEXT.encode(text(thrown), target, offset);
    }

    @Override
    public Thrown decode(MemorySegment source, long offset, int length) {
      String text = TEXT.decode(source, offset, length);
      int name = text.indexOf(SEPARATOR);
      int message = text.indexOf(SEPARATOR, name + 1);
      if (name < 0 || message < 0) {
        throw new IllegalArgumentException("length: %d bytes without parts".formatted(length));
      }
      return new Thrown(
          text.substring(0, name),
          message == name + 1 ? null : text.substring(name + 2, message),
          text.substring(message + 1));
    }
  }
}
