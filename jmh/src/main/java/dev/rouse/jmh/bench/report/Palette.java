package dev.rouse.jmh.bench.report;

import java.awt.Color;
import java.util.Map;

/** A color for each contender, the same in all charts: Rouse's are warm, the others are not. */
final class Palette {
  static final String ROUSE = "#d9730d";

  private static final Map<String, Integer> COLORS =
      Map.ofEntries(
          Map.entry("ring", 0xd9730d),
          Map.entry("ringBatch", 0xf4b26b),
          Map.entry("channel", 0xb5341f),
          Map.entry("channelSpinning", 0xb5341f),
          Map.entry("AtomicCounter", 0xd9730d),
          Map.entry("StripedCounter", 0xd9730d),
          Map.entry("array", 0x8a6d3b),
          Map.entry("arrayBatch", 0xcbb98f),
          Map.entry("Agrona", 0x2f6db3),
          Map.entry("AgronaUnchecked", 0x8fb8e3),
          Map.entry("backoff", 0x2f6db3),
          Map.entry("JCTools", 0x2e7d5b),
          Map.entry("JCToolsPreallocated", 0x8cc9ad),
          Map.entry("sleep1ms", 0x2e7d5b),
          Map.entry("Disruptor", 0x6b4fa0),
          Map.entry("DisruptorBlocking", 0x6b4fa0),
          Map.entry("busySpin", 0x6b4fa0),
          Map.entry("ArrayBlockingQueue", 0x5f6b76),
          Map.entry("LinkedTransferQueue", 0xa9b4be),
          Map.entry("copy", 0x2f6db3),
          Map.entry("serialization", 0xa9b4be),
          Map.entry("Unchecked", 0x8fb8e3),
          Map.entry("AtomicLong", 0x5f6b76),
          Map.entry("AtomicLongFieldUpdater", 0xa9b4be),
          Map.entry("LongAdder", 0x5f6b76));

  private Palette() {}

  static Color of(String contender) {
    return new Color(COLORS.getOrDefault(contender, 0x333333));
  }

  /** Tells whether a contender is a part of Rouse. */
  static boolean isRouse(String contender) {
    return switch (contender) {
      case "ring", "ringBatch", "channel", "channelSpinning", "AtomicCounter", "StripedCounter" ->
          true;
      default -> false;
    };
  }
}
