package dev.rouse.counter;

import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartLook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at a table of counters from outside. */
final class CounterTableInspector extends PartInspector {
  CounterTableInspector() {
    super(ofInts(CounterTable::byteSize));
  }

  /** The counters are a list of maps: a counter's id, type, label, value, and who allocated it. */
  @Override
  public void facts(PartLook part, Map<String, Object> facts) {
    CounterSlots slots = new CounterSlots(part.memory(), part.capacity());
    List<Map<String, Object>> counters = new ArrayList<>();
    for (int id = 0; id < part.capacity(); id++) {
      CounterSnapshot read = slots.read(id);
      if (read != null) {
        Map<String, Object> counter = new LinkedHashMap<>();
        counter.put("id", (long) id);
        counter.put("type", (long) read.type());
        counter.put("label", read.label());
        counter.put("value", read.value());
        counter.put("allocated", read.allocated().toString());
        counter.put("pid", read.pid());
        counters.add(counter);
      }
    }
    facts.put("counters", counters);
  }

  @Override
  public void check(PartLook part, Findings findings) {
    CounterSlots slots = new CounterSlots(part.memory(), part.capacity());
    for (int i = 0; i < part.capacity(); i++) {
      int id = i;
      long state = slots.state(id);
      if (CounterTableLayout.isFree(state)) {
        continue;
      }
      if (CounterTableLayout.isWriting(state)) {
        if (findings.stays(() -> slots.state(id) == state)) {
          findings.note(
              "slot %d is being written, or its writer was killed: the next allocation takes it"
                  .formatted(id));
        }
      } else if (!CounterTableLayout.isAllocated(state)) {
        // No step of anybody leads there.
        findings.error(
            "slot %d has the state %d, whose last two bits are 3, expected 0, 1 or 2"
                .formatted(id, state));
      } else if (slots.read(id) == null
          // The same generation: it is not that it changes all the time.
          && findings.stays(() -> slots.state(id) == state && slots.read(id) == null)) {
        findings.error(
            "slot %d is allocated and has no label, expected 1 to %d bytes in UTF-8 without control characters"
                .formatted(id, CounterTable.MAX_LABEL_BYTES));
      }
    }
  }
}
