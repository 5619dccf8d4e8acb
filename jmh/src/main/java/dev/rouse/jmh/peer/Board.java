package dev.rouse.jmh.peer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Words in a file, apart from what is measured, in which a benchmark says what its peer is to do,
 * and the peer what it has done. Each side's words have cache lines of their own. The same for all
 * contenders.
 */
final class Board implements AutoCloseable {
  /** What the peer is to do. */
  static final long RUN = 0;

  static final long PAUSE = 1;
  static final long STOP = 2;

  /** What the peer does. */
  static final long NEW = 0;

  /** It has opened what was created, and has no end yet. */
  static final long OPENED = 1;

  static final long RUNNING = 2;
  static final long PAUSED = 3;

  private static final long COMMAND = 0;
  private static final long STATE = 128;
  private static final long COUNT = 256;
  private static final long SUM = COUNT + Long.BYTES;
  private static final long SIZE = 384;

  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  private final Arena arena = Arena.ofShared();
  private final MemorySegment words;

  private Board(FileChannel file) throws IOException {
    words = file.map(MapMode.READ_WRITE, 0, SIZE, arena);
  }

  /** Creates it, or opens it if it is there. */
  static Board in(Path folder) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("board"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return new Board(file);
    }
  }

  long command() {
    return (long) WORD.getAcquire(words, COMMAND);
  }

  void command(long command) {
    WORD.setRelease(words, COMMAND, command);
  }

  long state() {
    return (long) WORD.getAcquire(words, STATE);
  }

  void state(long state) {
    WORD.setRelease(words, STATE, state);
  }

  /** Publishes how many messages have arrived, and the sum of all. */
  void publish(long count, long sum) {
    WORD.set(words, SUM, sum);
    // Release, acquired by count: the sum is there before the count that says so. It stays until
    // the sender, having read it, sends the next batch.
    WORD.setRelease(words, COUNT, count);
  }

  long count() {
    return (long) WORD.getAcquire(words, COUNT);
  }

  /** Returns the sum that belongs to the last count. */
  long sum() {
    return (long) WORD.get(words, SUM);
  }

  @Override
  public void close() {
    arena.close();
  }
}
