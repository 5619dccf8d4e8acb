package dev.rouse.internal.inspect;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.LongUnaryOperator;

/**
 * Knows how the parts of one kind are laid out, for somebody who takes no part in them.
 *
 * <p>{@link #facts}, {@link #check} and {@link #mark} only read, and expect a part for which {@link
 * #wrongSize} has returned nothing. The contents may be anything.
 */
public abstract class PartInspector {
  private final LongUnaryOperator byteSize;

  /**
   * Makes it.
   *
   * @param byteSize returns how many bytes a capacity takes, or throws {@link
   *     IllegalArgumentException} if there is no such capacity
   */
  protected PartInspector(LongUnaryOperator byteSize) {
    this.byteSize = byteSize;
  }

  /**
   * Returns the sizes of parts whose capacity is an int.
   *
   * @param byteSize returns how many bytes a capacity takes
   * @return the same for any long
   */
  protected static LongUnaryOperator ofInts(IntToLongFunction byteSize) {
    return capacity -> {
      if (capacity > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("capacity: " + capacity + ", expected an int");
      }
      return byteSize.applyAsLong((int) capacity);
    };
  }

  /**
   * Tells whether capacity and size of a part belong together.
   *
   * @param part the part
   * @return what is wrong; nothing if they do
   */
  public final Optional<String> wrongSize(PartLook part) {
    long capacity = part.part().capacity();
    long found = part.part().byteSize();
    try {
      if (byteSize.applyAsLong(capacity) == found) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException e) {
      // There is no such capacity.
    }
    return Optional.of(
        "a capacity of %d in %d bytes, expected what belongs together".formatted(capacity, found));
  }

  /**
   * Returns what a part contains at present.
   *
   * @param part the part
   * @param facts gets the facts by their names: numbers, texts and booleans
   */
  public abstract void facts(PartLook part, Map<String, Object> facts);

  /**
   * Checks everything that can be checked, also while others use the part: a part that is not
   * damaged never has an error, whatever they do meanwhile.
   *
   * @param part the part
   * @param findings gets what is found
   */
  public abstract void check(PartLook part, Findings findings);

  /**
   * Returns up to which position a lost holder of a role may have handled what it had not freed.
   *
   * @param part the part
   * @param role which of the kind's roles
   * @return the position; 0 if that means nothing for this role; negative if it cannot be told,
   *     because the part is damaged: then the role is left to be found lost
   */
  public long mark(PartLook part, int role) {
    return 0;
  }

  /**
   * Does what the next holder of a role, or the next user, would do with what a killed process has
   * left. A repair that is killed after any step leaves what another repair completes.
   *
   * @param part the part and which of its roles are locked for the repair
   */
  public void repair(PartRepair part) {}
}
