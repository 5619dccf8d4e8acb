package dev.rouse.counter;

import static dev.rouse.counter.CounterTableLayout.ALLOCATED;
import static dev.rouse.counter.CounterTableLayout.LABEL;
import static dev.rouse.counter.CounterTableLayout.LABEL_BYTES;
import static dev.rouse.counter.CounterTableLayout.NEXT;
import static dev.rouse.counter.CounterTableLayout.PID;
import static dev.rouse.counter.CounterTableLayout.STATE;
import static dev.rouse.counter.CounterTableLayout.TYPE;
import static dev.rouse.counter.CounterTableLayout.UNUSED;

import dev.rouse.internal.memory.Lifetime;
import dev.rouse.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a table: writes a slot so that no reader ever takes a part of it for the whole, and
 * reads a slot as a whole or not at all. Callers pass ids from 0 to the capacity less 1, which
 * keeps every offset within the table.
 *
 * <p>The state of a slot is the sequence number of a seqlock. Its steps:
 *
 * <pre>
 *            begins to write                 publishes                    frees
 *   free(g) -----------------> writing(g+1) -----------> allocated(g+1) --------> free(g+1)
 *              compare-and-set  |        ^   compare-and-set          compare-and-set
 *                               +--------+
 *                 the writer has died: the next one begins again, writing(g+2)
 * </pre>
 *
 * Only the step out of {@code writing} needs to know that nobody writes any more: {@link
 * CounterTable} says how. Every other step is one atomic instruction that any process may do, so a
 * process that is killed between two of them has done the one and not the other. A freed slot keeps
 * its words; nobody looks at them.
 *
 * <p>A reader reads the state, the words and the state again. If both states are the same and say
 * "allocated", the words are those of that generation: no state ever comes back.
 */
final class CounterSlots {
  private static final long OWN_PID = ProcessHandle.current().pid();

  /**
   * How often a slot is read that changes meanwhile. More than one change during a read of a
   * microsecond is already rare.
   */
  private static final int TRIES = 4;

  private final MemorySegment segment;
  private final int capacity;

  /** See {@link Words}. */
  private long base;

  CounterSlots(MemorySegment segment, int capacity) {
    this.segment = segment;
    this.capacity = capacity;
    this.base = Words.base(segment);
    Lifetime.use(segment, this, slots -> slots.base = Words.CLOSED);
  }

  MemorySegment segment() {
    return segment;
  }

  int capacity() {
    return capacity;
  }

  /** Returns where the search for a free slot begins: after the slot that was taken last. */
  int next() {
    return Math.floorMod(Words.getOpaque(segment, base, NEXT), capacity);
  }

  /**
   * Says that a slot was taken. Only a hint, so that a freed slot is used again as late as can be.
   */
  void taken(int id) {
    try {
      Words.setOpaque(segment, base, NEXT, id + 1L);
    } catch (IllegalStateException e) {
      // The region was closed a moment ago. The counter is there, and its handle says so.
    }
  }

  /** Returns the state of a slot. Who sees a state sees what was done before it was written. */
  long state(int id) {
    return Words.getAcquire(segment, base, CounterTableLayout.slot(id) + STATE);
  }

  /**
   * Writes a slot, and publishes it. To be called only by one at a time for a state of {@code
   * writing}.
   *
   * @param found the state that the caller has found: free, or being written by somebody who is
   *     dead
   * @return the state of the new counter, or {@link CounterTableLayout#UNUSED} if somebody else has
   *     changed the state
   */
  long write(int id, long found, int type, CounterLabel label) {
    long slot = CounterTableLayout.slot(id);
    long writing = CounterTableLayout.writingAfter(found);
    // Acquire: what follows is not done before the slot is this thread's.
    if (!Words.compareAndSet(segment, base, slot + STATE, found, writing)) {
      return UNUSED;
    }
    // No word that is written below becomes visible before the state above. A reader that sees one
    // of them therefore sees, in its second look, that the state has changed. The compare-and-set
    // alone would not do: on AArch64 a later store may be seen before the store of an atomic
    // instruction.
    VarHandle.releaseFence();
    Words.setOpaque(segment, base, slot + TYPE, type);
    Words.setOpaque(segment, base, slot + LABEL_BYTES, label.byteSize());
    Words.setOpaque(segment, base, slot + ALLOCATED, System.currentTimeMillis());
    Words.setOpaque(segment, base, slot + PID, OWN_PID);
    for (int i = 0; i < label.words(); i++) {
      Words.setOpaque(segment, base, slot + LABEL + (long) i * Long.BYTES, label.word(i));
    }
    Words.setOpaque(segment, base, CounterTableLayout.value(capacity, id), 0);
    // Release: who sees this state sees all of the above. It fails only if somebody has broken the
    // rules, or the lock of this process was lost (see CounterTable); then nothing is published.
    long allocated = CounterTableLayout.allocated(CounterTableLayout.generation(writing));
    return Words.compareAndSet(segment, base, slot + STATE, writing, allocated)
        ? allocated
        : UNUSED;
  }

  /**
   * Reads a slot.
   *
   * @return what it holds, or null if that is no counter, is damaged, or keeps changing
   */
  @Nullable CounterSnapshot read(int id) {
    long slot = CounterTableLayout.slot(id);
    for (int tries = 0; tries < TRIES; tries++) {
      // Acquire: the words below are not older than this state.
      long state = state(id);
      if (!CounterTableLayout.isAllocated(state)) {
        return null;
      }
      long type = Words.getOpaque(segment, base, slot + TYPE);
      // Read once; a size that is out of range gives an empty label.
      var label = CounterLabel.ofSize(Words.getOpaque(segment, base, slot + LABEL_BYTES));
      for (int i = 0; i < label.words(); i++) {
        label.setWord(i, Words.getOpaque(segment, base, slot + LABEL + (long) i * Long.BYTES));
      }
      long allocated = Words.getOpaque(segment, base, slot + ALLOCATED);
      long pid = Words.getOpaque(segment, base, slot + PID);
      long value = Words.getOpaque(segment, base, CounterTableLayout.value(capacity, id));
      // The reads above are done before the one below. If one of them has seen a later writer's
      // word, the one below sees that writer's state. Without the fence the processor or the
      // compiler may read the state first, and a mixed label passes.
      VarHandle.acquireFence();
      if (Words.getOpaque(segment, base, slot + STATE) == state) {
        String text = label.text();
        return text == null
            ? null
            : new CounterSnapshot(
                id,
                CounterTableLayout.generation(state),
                (int) type,
                text,
                value,
                Instant.ofEpochMilli(allocated),
                pid);
      }
      Thread.onSpinWait();
    }
    return null;
  }
}
