package dev.rouse.internal.tool.verb;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.CounterTable;
import dev.rouse.counter.StripedCounter;
import dev.rouse.file.PartKind;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;

/** The blocks that can be in a region file. */
final class Blocks {
  /** Each enters its inspector when it is initialized. */
  private static final List<Class<?>> ALL =
      List.of(
          AtomicCounter.class,
          StripedCounter.class,
          CounterTable.class,
          JobSignal.class,
          SpscRing.class,
          LongRing.class,
          Channel.class,
          LongChannel.class);

  static {
    for (Class<?> block : ALL) {
      try {
        MethodHandles.lookup().ensureInitialized(block);
      } catch (IllegalAccessException e) {
        throw new AssertionError(e); // they are public
      }
    }
  }

  private Blocks() {}

  /**
   * Returns who knows a kind of part.
   *
   * @param kind the kind
   * @return the inspector, or nothing if a kind has none: then only its size, its place and its
   *     roles are known
   */
  static Optional<PartInspector> inspector(PartKind kind) {
    return PartInspectors.of(kind);
  }
}
