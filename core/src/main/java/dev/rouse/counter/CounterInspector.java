package dev.rouse.counter;

import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartLook;
import dev.rouse.memory.Region;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/** Looks at a counter from outside, of one or several stripes. Any value is a right one. */
final class CounterInspector extends PartInspector {
  private CounterInspector(LongUnaryOperator byteSize) {
    super(byteSize);
  }

  static PartInspector ofOne() {
    return new CounterInspector(
        capacity -> {
          if (capacity != 1) {
            throw new IllegalArgumentException("capacity: " + capacity + ", expected 1");
          }
          return AtomicCounter.BYTE_SIZE;
        });
  }

  static PartInspector ofStripes() {
    return new CounterInspector(ofInts(StripedCounter::byteSize));
  }

  @Override
  public void facts(PartLook part, Map<String, Object> facts) {
    long sum = 0;
    for (long stripe = 0; stripe < part.capacity(); stripe++) {
      sum += part.getLong(stripe * Region.ALIGNMENT);
    }
    facts.put("value", sum);
  }

  @Override
  public void check(PartLook part, Findings findings) {}
}
