package dev.rouse.jmh.bench;

import dev.rouse.jmh.bench.plan.Group;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells how far a run is, and how long it will still take: a line for each round of a group. */
final class Progress {
  private static final int SECONDS_A_MINUTE = 60;

  private final List<Group> groups;
  private final LongSupplier nanos;
  private final long start;
  private final double expectedSeconds;
  private double doneSeconds;

  /**
   * Starts the clock.
   *
   * @param groups what will be measured
   * @param nanos the clock, in nanoseconds
   */
  Progress(List<Group> groups, LongSupplier nanos) {
    this.groups = List.copyOf(groups);
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.expectedSeconds = groups.stream().mapToDouble(Group::seconds).sum();
  }

  /** Returns what lies ahead. */
  String start() {
    return "%d group(s), %d combinations, about %s"
        .formatted(
            groups.size(),
            groups.stream().mapToInt(group -> group.combinations().size()).sum(),
            minutes(expectedSeconds));
  }

  /**
   * Returns how far the run is after a round.
   *
   * @param group the group
   * @param round how many forks of each of its combinations are done
   */
  String done(Group group, int round) {
    doneSeconds += group.seconds() / group.effort().forks();
    double elapsed = (nanos.getAsLong() - start) / 1e9;
    // The rest will be as far from what was expected as this was.
    double left = (expectedSeconds - doneSeconds) * elapsed / doneSeconds;
    return String.format(
        Locale.ROOT,
        "group %d of %d, %s: fork %d of %d of each  (%s, %s left)",
        groups.indexOf(group) + 1,
        groups.size(),
        group.name(),
        round,
        group.effort().forks(),
        minutes(elapsed),
        minutes(left));
  }

  private static String minutes(double seconds) {
    long whole = Math.round(seconds);
    return "%d:%02d min".formatted(whole / SECONDS_A_MINUTE, whole % SECONDS_A_MINUTE);
  }
}
