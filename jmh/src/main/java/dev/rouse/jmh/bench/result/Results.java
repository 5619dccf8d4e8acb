package dev.rouse.jmh.bench.result;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.tool.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that was measured. */
public final class Results {
  private static final int MOST_NAMED = 10;

  private final List<Result> all;
  private final Map<String, SamePlacement> placements;

  /** Keeps a copy of the results. */
  public Results(List<Result> all) {
    this(all, Map.of());
  }

  private Results(List<Result> all, Map<String, SamePlacement> placements) {
    this.all = List.copyOf(all);
    this.placements = Map.copyOf(placements);
  }

  /**
   * Returns the same with only those iterations of each group in which the machine's processors
   * were in the same place; with all iterations where that was not measured, or where the results
   * of a group have no placement in common.
   */
  public Results inSamePlacement() {
    Map<String, SamePlacement> found = new HashMap<>();
    all.stream()
        .collect(Collectors.groupingBy(result -> result.combination().group()))
        .forEach((group, r) -> SamePlacement.of(r).ifPresent(p -> found.put(group, p)));
    return new Results(all.stream().map(result -> in(found, result)).toList(), found);
  }

  private static Result in(Map<String, SamePlacement> placements, Result result) {
    if (result.iterations().isEmpty()) {
      return result;
    }
    SamePlacement placement = placements.get(result.combination().group());
    return result.over(placement == null ? result.iterations() : placement.of(result));
  }

  /** Returns where the processors were in the iterations of a group, none if they are all. */
  public Optional<SamePlacement> placement(String group) {
    return Optional.ofNullable(placements.get(group));
  }

  /** Returns all results, in the order in which they were measured. */
  public List<Result> all() {
    return all;
  }

  /** Returns the results of a group, none if it was not run. */
  public Stream<Result> group(String name) {
    return all.stream().filter(result -> result.combination().group().equals(name));
  }

  /** Tells whether anything of a group was measured. */
  public boolean has(String group) {
    return group(group).findAny().isPresent();
  }

  /**
   * Returns the result of a combination.
   *
   * @throws IllegalArgumentException if there is none; {@link #requireAll} says so first
   */
  public Result of(Combination wanted) {
    return all.stream()
        .filter(result -> wanted.covers(result.combination()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no result for " + wanted));
  }

  /**
   * Checks that each combination has one result, and that the result is a number.
   *
   * @throws UserError if not
   */
  public void requireAll(List<Group> groups) throws UserError {
    List<String> missing = new ArrayList<>();
    for (Group group : groups) {
      for (Combination wanted : group.combinations()) {
        long found =
            all.stream()
                .filter(result -> wanted.covers(result.combination()))
                .filter(result -> Double.isFinite(result.score().value()))
                .count();
        if (found == 0) {
          missing.add(wanted.toString());
        } else if (found > 1) {
          throw new UserError("results: %d for %s, expected one".formatted(found, wanted));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new UserError(
          missing.stream()
              .limit(MOST_NAMED)
              .collect(
                  Collectors.joining(
                      ", ",
                      "results: none for %d combination(s), expected one each: "
                          .formatted(missing.size()),
                      missing.size() > MOST_NAMED ? ", ..." : "")));
    }
  }
}
