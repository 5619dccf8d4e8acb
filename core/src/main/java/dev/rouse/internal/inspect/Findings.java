package dev.rouse.internal.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Gathers what a check finds. */
public final class Findings {
  private static final int LOOKS = 5;

  /** How many looks a check may wait for: a hostile process must not make it last for ever. */
  private static final int MOST_LOOKS = 10_000;

  private final List<Finding> all = new ArrayList<>();
  private String where = "";
  private int looks;

  /**
   * Says where the following is found.
   *
   * @param label the label of the part; empty for the file
   */
  public void in(String label) {
    where = label;
  }

  /**
   * Something is damaged.
   *
   * @param what what was found, and what was expected
   */
  public void error(String what) {
    all.add(new Finding(true, where, what));
  }

  /**
   * Something is worth to know, and no damage.
   *
   * @param what what was found
   */
  public void note(String what) {
    all.add(new Finding(false, where, what));
  }

  /**
   * Returns what was found.
   *
   * @return the findings in their order
   */
  public List<Finding> all() {
    return List.copyOf(all);
  }

  /**
   * Tells whether something is damaged.
   *
   * @return true if there is an error
   */
  public boolean hasErrors() {
    return all.stream().anyMatch(Finding::isError);
  }

  /**
   * Looks several times, some milliseconds long, whether something stays so: it may be what lies
   * between two steps of a process that is at work.
   *
   * @param look looks
   * @return true if it was so at each look
   */
  public boolean stays(BooleanSupplier look) {
    if (looks == MOST_LOOKS) {
      return false;
    }
    for (int i = 0; i < LOOKS; i++) {
      if (!look.getAsBoolean()) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      looks++;
      if (looks == MOST_LOOKS) {
        all.add(
            new Finding(
                false, "", "too much changes while it is looked at: not everything was checked"));
        return false;
      }
    }
    return look.getAsBoolean();
  }
}
