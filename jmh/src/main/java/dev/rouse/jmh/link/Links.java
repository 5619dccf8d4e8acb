package dev.rouse.jmh.link;

import com.conversantmedia.util.concurrent.PushPullBlockingQueue;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import dev.rouse.jmh.contender.Contender;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/**
 * Makes links. All are bounded, but for the {@code LinkedTransferQueue}, by the same number of
 * messages, or of bytes where these are large.
 */
public final class Links {
  /** The values that every link can send: from 0 up to this. */
  public static final int VALUES = 4096;

  /** The most messages sent, or handed over, at once by the links that can. */
  public static final int BATCH = 64;

  /** Messages that a link can hold: as many as the slots in the Disruptor's own benchmarks. */
  private static final int MESSAGES = 1 << 16;

  /** Bytes that a link can hold, unless that were less than two messages. */
  private static final int BYTES = 1 << 20;

  private Links() {}

  /** Makes a link for messages of 8 bytes. */
  public static Link of(Contender contender) {
    return of(contender, Long.BYTES);
  }

  /**
   * Makes a link.
   *
   * @param contender which one
   * @param payload the bytes of each message, a positive multiple of 8
   * @throws IllegalArgumentException if the contender is no link, or for another payload
   */
  public static Link of(Contender contender, int payload) {
    if (payload < Long.BYTES || payload % Long.BYTES != 0) {
      throw new IllegalArgumentException(
          "payload: " + payload + ", expected a positive multiple of 8");
    }
    int words = payload / Long.BYTES;
    return switch (contender) {
      // The last three differ in what Idle does between two looks.
      case RING, BUSY_SPIN, SLEEP_1MS, BACKOFF -> new RingLink(payload);
      case RING_BATCH -> new RingBatchLink(payload);
      case ARRAY -> new ArrayLink(messages(payload), words, 1);
      case ARRAY_BATCH -> new ArrayLink(messages(payload), words, BATCH);
      case CHANNEL -> new ChannelLink(payload, WaitPolicy.adaptive());
      case CHANNEL_SPINNING -> new ChannelLink(payload, WaitPolicy.spinOnly());
      case CHANNEL_PARKING -> new ChannelLink(payload, WaitPolicy.parkOnly());
      case CHANNEL_SPIN_25US ->
          new ChannelLink(payload, WaitPolicy.builder().spin(25, TimeUnit.MICROSECONDS).build());
      case LONG_RING -> new LongRingLink(longs(contender, payload));
      case LONG_CHANNEL -> new LongChannelLink(longs(contender, payload), WaitPolicy.adaptive());
      case LONG_CHANNEL_SPINNING ->
          new LongChannelLink(longs(contender, payload), WaitPolicy.spinOnly());
      case INBOX -> new InboxLink(InboxLink.records(ringCapacity(payload)));
      case LONG_INBOX -> new InboxLink(InboxLink.longs(longs(contender, payload)));
      case OBJECT_INBOX -> new InboxLink(InboxLink.objects(messages(payload), fresh(words)));
      case OBJECT_CHANNEL -> new ObjectChannelLink<>(messages(payload), fresh(words));
      case OBJECT_CHANNEL_PREPARED ->
          new ObjectChannelLink<>(messages(payload), new Form.Prepared<>(fresh(words)));
      case JCTOOLS_BLOCKING ->
          new QueueLink<>(new MpscBlockingConsumerArrayQueue<>(messages(payload)), fresh(words));
      case JCTOOLS_BLOCKING_PREPARED ->
          new QueueLink<>(
              new MpscBlockingConsumerArrayQueue<>(messages(payload)),
              new Form.Prepared<>(fresh(words)));
      case CONVERSANT ->
          new QueueLink<>(new PushPullBlockingQueue<>(messages(payload)), fresh(words));
      case CONVERSANT_PREPARED ->
          new QueueLink<>(
              new PushPullBlockingQueue<>(messages(payload)), new Form.Prepared<>(fresh(words)));
      case LINKED_BLOCKING_QUEUE ->
          new QueueLink<>(new LinkedBlockingQueue<>(messages(payload)), fresh(words));
      case ARRAY_BLOCKING_QUEUE -> new QueueLink<>(arrayQueue(payload), fresh(words));
      case LINKED_TRANSFER_QUEUE -> new QueueLink<>(new LinkedTransferQueue<>(), fresh(words));
      case COPY -> new QueueLink<>(arrayQueue(payload), new Form.Cloned(payload));
      case SERIALIZATION -> new QueueLink<>(arrayQueue(payload), new Form.Serialized(payload));
      case JCTOOLS -> new JctoolsLink<>(messages(payload), fresh(words));
      case JCTOOLS_PREALLOCATED ->
          new JctoolsLink<>(messages(payload), new Form.Prepared<>(fresh(words)));
      case AGRONA -> new AgronaLink(payload);
      case AGRONA_UNCHECKED -> AgronaLink.unchecked(payload);
      case DISRUPTOR -> new DisruptorLink(messages(payload), words, new YieldingWaitStrategy());
      case DISRUPTOR_BLOCKING ->
          new DisruptorLink(messages(payload), words, new BlockingWaitStrategy());
      default -> throw contender.unsupported("a link");
    };
  }

  /** Returns the capacity of a link that takes messages of one long only. */
  private static int longs(Contender contender, int payload) {
    if (payload != Long.BYTES) {
      throw contender.unsupported("a link for payloads of " + payload + " bytes");
    }
    return messages(payload);
  }

  private static BlockingQueue<Object> arrayQueue(int payload) {
    return new ArrayBlockingQueue<>(messages(payload));
  }

  /** Returns how many messages a link holds, a power of two. */
  public static int messages(int payload) {
    return Math.clamp(Integer.highestOneBit(BYTES / payload), 2, MESSAGES);
  }

  /** Returns the bytes of a ring that holds as many messages, header of 8 bytes included. */
  public static int ringCapacity(int payload) {
    int bytes = messages(payload) * (payload + Long.BYTES);
    return Integer.highestOneBit(bytes - 1) << 1;
  }

  private static Form<?> fresh(int words) {
    return words == 1 ? new Form.Boxed() : new Form.Fresh(words);
  }
}
