package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Input.Block;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Messages with a copy of the block in blocking queues: either the message itself, or, as an
 * isolated worker would get it, its serialized form.
 */
final class CopyPipeline extends LoopPipeline {
  /** Messages that a worker may be behind, at 64 KiB each. */
  private static final int QUEUE_CAPACITY = 64;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Message(long publishedNanos, int sequence, byte[] bytes) implements Serializable {
    private static final Message END = new Message(0, -1, new byte[0]);
  }

  private final List<BlockingQueue<Object>> queues = new ArrayList<>();
  private final Chunk chunk;
  private final boolean serialized;

  CopyPipeline(int workers, Chunk chunk, boolean serialized) {
    this.chunk = chunk;
    this.serialized = serialized;
    for (int i = 0; i < workers; i++) {
      queues.add(new ArrayBlockingQueue<>(QUEUE_CAPACITY));
    }
  }

  @Override
  public void publish(int worker, Block block, int sequence) throws InterruptedException {
    long published = System.nanoTime();
    byte[] bytes = chunk.bytes(block.index());
    // Serializing copies the bytes already.
    var message = new Message(published, sequence, serialized ? bytes : bytes.clone());
    queues.get(worker).put(serialized ? serialize(message) : message);
  }

  @Override
  public void end() throws InterruptedException {
    for (var queue : queues) {
      queue.put(serialized ? serialize(Message.END) : Message.END);
    }
  }

  @Override
  void work(int worker, BlockHandler handler) throws InterruptedException {
    var queue = queues.get(worker);
    while (true) {
      Object taken = queue.take();
      Message message = taken instanceof byte[] bytes ? deserialize(bytes) : (Message) taken;
      if (message.sequence() < 0) {
        return;
      }
      handler.onBlock(message.publishedNanos(), message.sequence(), message.bytes());
    }
  }

  private static byte[] serialize(Message message) {
    var bytes = new ByteArrayOutputStream(message.bytes().length + 256);
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("BanSerializableRead") // the bytes come from this process
  private static Message deserialize(byte[] bytes) {
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Message) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
