package dev.rouse.counter;

import dev.rouse.file.Part;
import dev.rouse.file.PartKind;
import dev.rouse.internal.file.SharedPart;
import dev.rouse.internal.file.SlotClaims;
import dev.rouse.internal.inspect.PartInspectors;
import dev.rouse.memory.Region;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counters with a type and a label that come and go: threads and processes allocate, update and
 * free them, while others read all of them. A reader sees a counter as a whole, with the label and
 * the type that belong to its value, or does not see it.
 *
 * {@snippet class="dev.rouse.samples.CounterTableSample" region="program"}
 *
 * <p>No process waits for another, whatever that one does or wherever it was stopped or killed.
 * {@link #forEach}, {@link #size} and all that a {@link LabelledCounter} does wait for nothing at
 * all. {@link #allocate(int, String)} takes two system calls in a region file, one after the other
 * for the threads of the same region. The time of each method has a bound that depends on the
 * capacity alone.
 *
 * <p>Anybody may free any counter. A counter stays when the process that has allocated it ends, so
 * that its last value can be read; {@link CounterSnapshot#pid} says whose it was. Several counters
 * may have the same label.
 *
 * <p>Each value has 128 bytes of its own, so that counters do not slow each other down. A counter
 * takes {@value #BYTES_PER_COUNTER} bytes. After the region was closed each method but {@link
 * #capacity} throws {@link IllegalStateException}.
 */
// How a slot that a dead process was writing becomes free again
//
// A slot in the state "being written" may be taken only if its writer is dead, and a wrong guess
// would let two processes mix their labels. So before a process writes a slot of a file it claims
// it: it locks a byte that belongs to the slot, and releases the lock when the slot is published
// (see SlotClaims). The system releases the lock of a process that dies, after the last of its
// threads has ended, so a dead process writes nothing after that. Who has the lock and reads the
// state "being written" therefore knows that its writer is dead, and begins again with the next
// generation. There is nothing to recover but this, and nobody does it before it needs the slot.
//
// A process id in the state, together with the time at which the process has started, would save
// the two system calls. But processes in different containers can share a file and do not know each
// other's ids, and the time that the JDK tells depends on the clock, which can be set. Both make a
// living process look dead. A writer that is merely stopped has its lock: its slot stays as it is
// until it goes on or dies.
//
// A table in memory of one process has no locks: its writers die with its memory. Only the
// compare-and-set from "free" decides between them. An Error in the middle of an allocation, as at
// the end of the stack, leaves the slot "being written" for as long as the table exists.
//
// Without native access a lock belongs to the process, and is lost if the process opens and closes
// the file by other means. If that happens in the very moment in which it writes a slot, another
// process can take the slot, and a mixed label is possible.
public final class CounterTable {
  static {
    PartInspectors.enter(PartKind.COUNTER_TABLE, new CounterTableInspector());
  }

  /** The largest capacity: 2<sup>20</sup>. */
  public static final int MAX_CAPACITY = CounterTableLayout.MAX_CAPACITY;

  /** The longest label in bytes. */
  public static final int MAX_LABEL_BYTES = CounterTableLayout.MAX_LABEL_BYTES;

  /** What a counter takes with its label, in bytes. */
  static final long BYTES_PER_COUNTER =
      CounterTableLayout.SLOT_BYTES + CounterTableLayout.VALUE_BYTES;

  /** How often the table is searched if every slot that looked free was taken by somebody else. */
  private static final int PASSES = 3;

  private final CounterSlots slots;
  private final int capacity;

  /** What a writer needs in a file; null if all writers are in this process. */
  private final @Nullable SlotClaims claims;

  /** Where the table is in the file. */
  private final long offsetInFile;

  private CounterTable(
      MemorySegment segment, int capacity, @Nullable SlotClaims claims, long offsetInFile) {
    this.slots = new CounterSlots(segment, capacity);
    this.capacity = capacity;
    this.claims = claims;
    this.offsetInFile = offsetInFile;
  }

  /**
   * Makes a table in memory of its own, which lives as long as the table and its counters do.
   *
   * @param capacity the number of counters, 1 to {@link #MAX_CAPACITY}
   * @return a new table without counters
   * @throws IllegalArgumentException if {@code capacity} is out of range
   */
  public static CounterTable allocate(int capacity) {
    return at(Region.allocate(byteSize(capacity)), 0, capacity);
  }

  /**
   * Returns a table at a place in a region. It has the counters that the memory holds; none if it
   * is new. Tables at the same place with the same capacity share their counters.
   *
   * @param region where the table lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity the number of counters, 1 to {@link #MAX_CAPACITY}
   * @return a table
   * @throws IllegalArgumentException if {@code capacity} is out of range, or if {@code offset} is
   *     negative, not a multiple of 128, or leaves less than {@link #byteSize} bytes
   * @throws IllegalStateException if the region is closed, or is one of a file
   */
  public static CounterTable at(Region region, long offset, int capacity) {
    Objects.requireNonNull(region, "region");
    return new CounterTable(region.slice(offset, byteSize(capacity)), capacity, null, 0);
  }

  /**
   * Makes a table as a part of a region file.
   *
   * @param label its name in the file, 1 to 96 bytes in UTF-8, without control characters
   * @param capacity the number of counters, 1 to {@link #MAX_CAPACITY}
   * @return the part, for {@link Region#create(java.nio.file.Path, Part...)}
   * @throws IllegalArgumentException if {@code capacity} is out of range, or {@code label} is not a
   *     label
   */
  public static Part part(String label, int capacity) {
    return new Part(label, PartKind.COUNTER_TABLE, capacity, byteSize(capacity), memory -> {});
  }

  /**
   * Returns a table in a region file, which all processes that have it open share.
   *
   * @param region the region of the file
   * @param label the table's name in the file
   * @return the table
   * @throws IllegalArgumentException if there is no counter table of that name, or the region is
   *     not one of a file
   * @throws IllegalStateException if the table is damaged, or if the region is closed
   */
  public static CounterTable at(Region region, String label) {
    Objects.requireNonNull(region, "region");
    SharedPart part = SharedPart.of(region, label, PartKind.COUNTER_TABLE);
    int capacity = part.capacity(CounterTable::byteSize);
    return new CounterTable(part.segment(), capacity, part.file().claims(), part.offset());
  }

  /**
   * Returns how many bytes a table takes in a region.
   *
   * @param capacity the number of counters, 1 to {@link #MAX_CAPACITY}
   * @return the size in bytes
   * @throws IllegalArgumentException if {@code capacity} is out of range
   */
  public static long byteSize(int capacity) {
    return CounterTableLayout.byteSize(capacity);
  }

  /**
   * Allocates a counter, whose value is 0. Takes the free slot that comes next in turn, so that a
   * slot is used again as late as it can be.
   *
   * @param type what it is, for its readers; any number
   * @param label its label, 1 to {@link #MAX_LABEL_BYTES} bytes in UTF-8, without control
   *     characters
   * @return the counter; it stays allocated until somebody frees it
   * @throws IllegalArgumentException if {@code label} is empty, too long, not Unicode text, or has
   *     a control character
   * @throws IllegalStateException if three searches have found no free slot, or if the region is
   *     closed; a counter that was allocated while the region was closed stays in the file
   */
  public LabelledCounter allocate(int type, String label) {
    CounterLabel encoded = CounterLabel.of(label);
    for (int pass = 0; pass < PASSES; pass++) {
      boolean missed = false;
      int first = slots.next();
      for (int i = 0; i < capacity; i++) {
        int id = i < capacity - first ? first + i : first + i - capacity;
        long found = slots.state(id);
        if (CounterTableLayout.isFree(found) || CounterTableLayout.isWriting(found)) {
          long allocated = take(id, type, encoded);
          if (allocated != CounterTableLayout.UNUSED) {
            slots.taken(id);
            return new LabelledCounter(slots, id, allocated, type, label);
          }
          missed = true;
        }
      }
      if (!missed && slots.next() == first) {
        break; // else a slot may have become free behind this search
      }
      Thread.onSpinWait();
    }
    throw new IllegalStateException(
        "the table is full: its %d slots are allocated or being written, expected a free one"
            .formatted(capacity));
  }

  /** Allocates a slot, unless somebody else has it; returns its state, or that of no counter. */
  private long take(int id, int type, CounterLabel label) {
    if (claims == null) {
      long found = slots.state(id);
      return CounterTableLayout.isFree(found)
          ? slots.write(id, found, type, label)
          : CounterTableLayout.UNUSED;
    }
    long place = offsetInFile + CounterTableLayout.slot(id);
    if (!claims.tryClaim(place)) {
      return CounterTableLayout.UNUSED;
    }
    try {
      // Only now: before the claim, the writer may have been alive.
      long found = slots.state(id);
      return CounterTableLayout.isFree(found) || CounterTableLayout.isWriting(found)
          ? slots.write(id, found, type, label)
          : CounterTableLayout.UNUSED;
    } finally {
      claims.release(place);
    }
  }

  /**
   * Finds a counter by its slot.
   *
   * @param id the slot, 0 to {@link #capacity} less 1
   * @return the counter that is there now, or nothing
   * @throws IllegalArgumentException if {@code id} is out of range
   * @throws IllegalStateException if the region is closed
   */
  public Optional<LabelledCounter> find(int id) {
    requireId(id);
    return Optional.ofNullable(slots.read(id)).map(this::handle);
  }

  /**
   * Finds a counter by its type and label.
   *
   * @param type the type
   * @param label the label
   * @return of the counters with this type and label, the one with the smallest id; or nothing
   * @throws IllegalStateException if the region is closed
   */
  public Optional<LabelledCounter> find(int type, String label) {
    Objects.requireNonNull(label, "label");
    for (int id = 0; id < capacity; id++) {
      CounterSnapshot read = slots.read(id);
      if (read != null && read.type() == type && read.label().equals(label)) {
        return Optional.of(handle(read));
      }
    }
    return Optional.empty();
  }

  /**
   * Finds the counter that a snapshot was taken of.
   *
   * @param snapshot what {@link #forEach} has handed out
   * @return the counter, or nothing if it was freed since then
   * @throws IllegalArgumentException if the snapshot's {@code id} is out of range
   * @throws IllegalStateException if the region is closed
   */
  public Optional<LabelledCounter> find(CounterSnapshot snapshot) {
    requireId(snapshot.id());
    // The generation alone would do, but a snapshot may be of another table.
    return Optional.ofNullable(slots.read(snapshot.id()))
        .filter(
            now ->
                now.generation() == snapshot.generation()
                    && now.type() == snapshot.type()
                    && now.label().equals(snapshot.label()))
        .map(this::handle);
  }

  private LabelledCounter handle(CounterSnapshot read) {
    return new LabelledCounter(
        slots,
        read.id(),
        CounterTableLayout.allocated(read.generation()),
        read.type(),
        read.label());
  }

  private void requireId(int id) {
    if (id < 0 || id >= capacity) {
      throw new IllegalArgumentException("id: %d, expected 0 to %d".formatted(id, capacity - 1));
    }
  }

  /**
   * Hands every counter to an action, in the order of their ids. Each is read at a moment of its
   * own. A counter that was allocated before the call and is not freed during it is handed out
   * exactly once, unless other code has damaged it.
   *
   * @param action gets the counters
   * @throws RuntimeException if the action throws it; the counters that follow are not handed out
   * @throws IllegalStateException if the region is closed
   */
  public void forEach(Consumer<? super CounterSnapshot> action) {
    Objects.requireNonNull(action, "action");
    for (int id = 0; id < capacity; id++) {
      CounterSnapshot read = slots.read(id);
      if (read != null) {
        action.accept(read);
      }
    }
  }

  /**
   * Returns how many counters the table can hold.
   *
   * @return the capacity
   */
  public int capacity() {
    return capacity;
  }

  /**
   * Counts the counters. While others allocate and free, the result is no snapshot.
   *
   * @return how many slots are allocated, 0 to the capacity
   * @throws IllegalStateException if the region is closed
   */
  public int size() {
    int size = 0;
    for (int id = 0; id < capacity; id++) {
      if (CounterTableLayout.isAllocated(slots.state(id))) {
        size++;
      }
    }
    return size;
  }

  @Override
  public String toString() {
    try {
      return "CounterTable[capacity=%d, size=%d]".formatted(capacity, size());
    } catch (IllegalStateException e) {
      return "CounterTable[capacity=" + capacity + ", region closed]";
    }
  }
}
