package dev.rouse.jmh.medium;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.file.Part;
import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import dev.rouse.memory.Region;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.WaitPolicy;

/** A block of Rouse that can be in a file. */
enum BlockKind {
  LONG_RING,
  LONG_CHANNEL,
  LONG_CHANNEL_PARKING,
  RING,
  CHANNEL,
  CHANNEL_PARKING,
  SIGNAL;

  static BlockKind of(Contender contender) {
    return switch (contender) {
      case IPC_LONG_RING, IPC_LONG_RING_THREADS -> LONG_RING;
      case IPC_LONG_CHANNEL, IPC_LONG_CHANNEL_THREADS -> LONG_CHANNEL;
      case IPC_LONG_CHANNEL_PARKING -> LONG_CHANNEL_PARKING;
      case IPC_RING, IPC_RING_THREADS -> RING;
      case IPC_CHANNEL, IPC_CHANNEL_THREADS -> CHANNEL;
      case IPC_CHANNEL_PARKING -> CHANNEL_PARKING;
      case IPC_SIGNAL -> SIGNAL;
      default -> throw contender.unsupported("a medium");
    };
  }

  boolean isPolled() {
    return this == RING || this == LONG_RING;
  }

  /** Returns the part of a file. */
  Part part(String name, int payload) {
    return switch (this) {
      case LONG_RING -> LongRing.part(name, longs(payload));
      case LONG_CHANNEL, LONG_CHANNEL_PARKING -> LongChannel.part(name, longs(payload));
      case RING -> SpscRing.part(name, Links.ringCapacity(payload));
      case CHANNEL, CHANNEL_PARKING -> Channel.part(name, Links.ringCapacity(payload));
      case SIGNAL -> JobSignal.part(name);
    };
  }

  private int longs(int payload) {
    if (payload != Long.BYTES) {
      throw new IllegalArgumentException("payload: %d, expected 8 for %s".formatted(payload, this));
    }
    return Links.messages(payload);
  }

  /** Takes the sending end. */
  Link sender(Region region, String name, int payload) {
    return switch (this) {
      case LONG_RING -> LongEnds.of(LongRing.attachProducer(region, name));
      case LONG_CHANNEL, LONG_CHANNEL_PARKING ->
          LongEnds.of(LongChannel.attachSender(region, name, policy()));
      case RING -> new RecordEnds.ToRing(SpscRing.attachProducer(region, name), payload);
      case CHANNEL, CHANNEL_PARKING ->
          new RecordEnds.ToChannel(Channel.attachSender(region, name, policy()), payload);
      case SIGNAL -> SignalEnds.of(JobSignal.attach(region, name));
    };
  }

  /** Takes the receiving end. */
  Link receiver(Region region, String name, int payload) {
    return switch (this) {
      case LONG_RING -> LongEnds.of(LongRing.attachConsumer(region, name));
      case LONG_CHANNEL, LONG_CHANNEL_PARKING ->
          LongEnds.of(LongChannel.attachReceiver(region, name, policy()));
      case RING -> RecordEnds.of(SpscRing.attachConsumer(region, name), payload);
      case CHANNEL, CHANNEL_PARKING ->
          RecordEnds.of(Channel.attachReceiver(region, name, policy()), payload);
      case SIGNAL -> SignalEnds.consumer(JobSignal.attachConsumer(region, name, policy()));
    };
  }

  private WaitPolicy policy() {
    return switch (this) {
      case LONG_CHANNEL_PARKING, CHANNEL_PARKING, SIGNAL -> WaitPolicy.parkOnly();
      default -> WaitPolicy.adaptive();
    };
  }
}
