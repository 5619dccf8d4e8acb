package dev.rouse.jmh.medium;

import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Words;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.function.LongConsumer;

/**
 * The ends of a stream of bytes: a pipe or a socket. Messages of one length follow each other. Both
 * ends have a buffer outside the heap, of the size that the JDK's buffered streams have.
 */
final class Stream {
  /** The bytes that go in one system call, at most. */
  static final int BUFFER = 8192;

  private Stream() {}

  /**
   * Makes a sending end.
   *
   * @param batch how many messages go in one system call, at most
   */
  static Link sender(WritableByteChannel channel, int batch, int payload) {
    return new Sender(channel, batch, payload);
  }

  /** Makes a receiving end: a system call takes what is there, up to a buffer. */
  static Link receiver(ReadableByteChannel channel, int payload) {
    return new Receiver(channel, payload);
  }

  private static void close(Closeable channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Sender extends SendingEnd {
    private final WritableByteChannel channel;
    private final int batch;
    private final int payload;
    private final ByteBuffer buffer;
    private final MemorySegment memory;

    Sender(WritableByteChannel channel, int batch, int payload) {
      this.channel = channel;
      this.batch = batch;
      this.payload = payload;
      this.buffer = ByteBuffer.allocateDirect(batch * payload);
      this.memory = MemorySegment.ofBuffer(buffer);
    }

    @Override
    public int batch() {
      return batch;
    }

    @Override
    public void send(long value) {
      send(value, 1);
    }

    @Override
    public void send(long first, int count) {
      for (int i = 0; i < count; i++) {
        if (payload == Long.BYTES) {
          memory.set(ValueLayout.JAVA_LONG_UNALIGNED, (long) i * Long.BYTES, first + i);
        } else {
          Words.write(memory, (long) i * payload, payload / Long.BYTES, first + i);
        }
      }
      buffer.clear().limit(count * payload);
      try {
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      Stream.close(channel);
    }
  }

  private static final class Receiver extends ReceivingEnd {
    private final ReadableByteChannel channel;
    private final int payload;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final MemorySegment memory = MemorySegment.ofBuffer(buffer);

    Receiver(ReadableByteChannel channel, int payload) {
      this.channel = channel;
      this.payload = payload;
    }

    @Override
    public int receive(LongConsumer sink) {
      try {
        if (channel.read(buffer) < 0) {
          return END;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      int count = buffer.position() / payload;
      for (int i = 0; i < count; i++) {
        sink.accept(
            payload == Long.BYTES
                ? memory.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) i * Long.BYTES)
                : Words.read(memory, (long) i * payload, payload / Long.BYTES));
      }
      // The beginning of the next message, if one was cut.
      buffer.flip().position(count * payload);
      buffer.compact();
      return count;
    }

    @Override
    public void close() {
      Stream.close(channel);
    }
  }
}
