package dev.rouse.jmh.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * What a message is where a queue carries references.
 *
 * @param <T> the type of what the queue carries
 */
interface Form<T> {
  /** Makes a message; what the queue carries is not changed any more. */
  T of(long value);

  /** Returns the sum of its words. */
  long sum(T message);

  /** A boxed number: a message of 8 bytes. */
  final class Boxed implements Form<Long> {
    @Override
    public Long of(long value) {
      return value;
    }

    @Override
    public long sum(Long message) {
      return message;
    }
  }

  /** A new array for each message. */
  final class Fresh implements Form<long[]> {
    private final int words;

    Fresh(int words) {
      this.words = words;
    }

    @Override
    public long[] of(long value) {
      long[] message = new long[words];
      Words.write(message, value);
      return message;
    }

    @Override
    public long sum(long[] message) {
      return Words.read(message);
    }
  }

  /**
   * Messages that were made beforehand, one for each value: nothing is written and nothing is
   * allocated, only the reference goes over. More than a real sender can have.
   *
   * @param <T> the type of the messages
   */
  final class Prepared<T> implements Form<T> {
    private final Object[] messages = new Object[Links.VALUES];
    private final Form<T> form;

    Prepared(Form<T> form) {
      this.form = form;
      for (int i = 0; i < messages.length; i++) {
        messages[i] = form.of(i);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // the constructor stores nothing else
    public T of(long value) {
      return (T) messages[(int) value];
    }

    @Override
    public long sum(T message) {
      return form.sum(message);
    }
  }

  /** The sender's own buffer, written and then cloned. */
  final class Cloned implements Form<byte[]> {
    private final byte[] own;

    Cloned(int bytes) {
      own = new byte[bytes];
    }

    @Override
    public byte[] of(long value) {
      Words.write(own, value);
      return own.clone();
    }

    @Override
    public long sum(byte[] message) {
      return Words.read(message);
    }
  }

  /** The sender's own object, written, then serialized by the JDK and read back by the receiver. */
  final class Serialized implements Form<byte[]> {
    private final byte[] own;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long count;

    Serialized(int bytes) {
      own = new byte[bytes];
    }

    /** What is serialized. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Message(long number, byte[] payload) implements Serializable {}

    @Override
    public byte[] of(long value) {
      Words.write(own, value);
      bytes.reset();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(new Message(count++, own));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    @Override
    @SuppressWarnings("BanSerializableRead") // written by this class, in this process
    public long sum(byte[] message) {
      try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(message))) {
        return Words.read(((Message) in.readObject()).payload());
      } catch (IOException | ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
