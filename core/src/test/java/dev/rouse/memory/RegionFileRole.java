package dev.rouse.memory;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.file.Part;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.WaitPolicy;

/** The roles that there are in region files. */
enum RegionFileRole {
  SENDER,
  RECEIVER,
  LONG_SENDER,
  LONG_RECEIVER,
  PRODUCER,
  CONSUMER,
  LONG_PRODUCER,
  LONG_CONSUMER,
  JOB_CONSUMER,
  DRAIN_WAITER;

  /** Returns parts that have all these roles. */
  static Part[] parts() {
    return new Part[] {
      Channel.part("channel", 128),
      LongChannel.part("longs", 16),
      SpscRing.part("ring", 128),
      LongRing.part("long ring", 16),
      JobSignal.part("jobs")
    };
  }

  /** Takes the role and returns its end. */
  Object take(Region region) {
    return switch (this) {
      case SENDER -> Channel.attachSender(region, "channel");
      case RECEIVER -> Channel.attachReceiver(region, "channel");
      case LONG_SENDER -> LongChannel.attachSender(region, "longs");
      case LONG_RECEIVER -> LongChannel.attachReceiver(region, "longs");
      case PRODUCER -> SpscRing.attachProducer(region, "ring");
      case CONSUMER -> SpscRing.attachConsumer(region, "ring");
      case LONG_PRODUCER -> LongRing.attachProducer(region, "long ring");
      case LONG_CONSUMER -> LongRing.attachConsumer(region, "long ring");
      case JOB_CONSUMER -> JobSignal.attachConsumer(region, "jobs", WaitPolicy.adaptive());
      case DRAIN_WAITER -> JobSignal.attachDrainWaiter(region, "jobs", WaitPolicy.adaptive());
    };
  }
}
