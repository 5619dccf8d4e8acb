package dev.rouse.jmh.link;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * Makes links by name. All are bounded, but for the {@code LinkedTransferQueue}, by the same number
 * of messages, or of bytes where these are large.
 */
public final class Links {
  /** The values that every link can send: from 0 up to this. */
  public static final int VALUES = 4096;

  /** The most messages sent, or handed over, at once by the links that can. */
  static final int BATCH = 64;

  /** Messages that a link can hold: as many as the slots in the Disruptor's own benchmarks. */
  private static final int MESSAGES = 1 << 16;

  /** Bytes that a link can hold, unless that were less than two messages. */
  private static final int BYTES = 1 << 20;

  private Links() {}

  /**
   * Makes a link for messages of 8 bytes.
   *
   * @param name which one
   * @return the link
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Link of(String name) {
    return of(name, Long.BYTES);
  }

  /**
   * Makes a link.
   *
   * @param name which one
   * @param payload the bytes of each message, a multiple of 8
   * @return the link
   * @throws IllegalArgumentException if there is none of that name, or the size is not a positive
   *     multiple of 8
   */
  public static Link of(String name, int payload) {
    if (payload < Long.BYTES || payload % Long.BYTES != 0) {
      throw new IllegalArgumentException(
          "payload: " + payload + ", expected a positive multiple of 8");
    }
    int words = payload / Long.BYTES;
    return switch (name) {
      // The last three differ in what Idle does between two looks.
      case "ring", "busySpin", "sleep1ms", "backoff" -> new RingLink(payload);
      case "ringBatch" -> new RingBatchLink(payload);
      case "array" -> new ArrayLink(messages(payload), words, 1);
      case "arrayBatch" -> new ArrayLink(messages(payload), words, BATCH);
      case "channel" -> new ChannelLink(payload, WaitPolicy.adaptive());
      case "channelSpinning" -> new ChannelLink(payload, WaitPolicy.spinOnly());
      case "channelPark" -> new ChannelLink(payload, WaitPolicy.parkOnly());
      // About 2,000 times Thread.onSpinWait on the machine that was measured.
      case "channelSpin25" ->
          new ChannelLink(payload, WaitPolicy.builder().spin(25, TimeUnit.MICROSECONDS).build());
      case "ArrayBlockingQueue" ->
          new QueueLink<>(new ArrayBlockingQueue<>(messages(payload)), fresh(words));
      case "LinkedTransferQueue" -> new QueueLink<>(new LinkedTransferQueue<>(), fresh(words));
      case "copy" ->
          new QueueLink<>(new ArrayBlockingQueue<>(messages(payload)), new Form.Cloned(payload));
      case "serialization" ->
          new QueueLink<>(
              new ArrayBlockingQueue<>(messages(payload)), new Form.Serialized(payload));
      case "JCTools" -> new JctoolsLink<>(messages(payload), fresh(words));
      case "JCToolsPreallocated" ->
          new JctoolsLink<>(messages(payload), new Form.Prepared<>(fresh(words)));
      case "Agrona" -> new AgronaLink(payload);
      case "AgronaUnchecked" -> AgronaLink.unchecked(payload);
      case "Disruptor" -> new DisruptorLink(messages(payload), words, new YieldingWaitStrategy());
      case "DisruptorBlocking" ->
          new DisruptorLink(messages(payload), words, new BlockingWaitStrategy());
      default ->
          throw new IllegalArgumentException("link: " + name + ", expected one of the names");
    };
  }

  /** Returns how many messages a link holds, a power of two. */
  private static int messages(int payload) {
    return Math.clamp(Integer.highestOneBit(BYTES / payload), 2, MESSAGES);
  }

  /** Returns the bytes of a ring that holds as many messages, header of 8 bytes included. */
  static int ringCapacity(int payload) {
    int bytes = messages(payload) * (payload + Long.BYTES);
    return Integer.highestOneBit(bytes - 1) << 1;
  }

  private static Form<?> fresh(int words) {
    return words == 1 ? new Form.Boxed() : new Form.Fresh(words);
  }
}
