package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Result;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Figures by series and category, both in the order in which they were measured. Not every series
 * has a figure for every category.
 */
final class Grid {
  private final Map<String, Map<String, Figure>> bySeries = new LinkedHashMap<>();
  private final Set<String> categories = new LinkedHashSet<>();

  private Grid() {}

  /** Arranges results; those that lack the figure are left out, as are figures that are none. */
  static Grid of(
      Stream<Result> results,
      Function<Result, String> series,
      Function<Result, String> category,
      Function<Result, Optional<Figure>> figure) {
    Grid grid = new Grid();
    results.forEach(
        result ->
            figure
                .apply(result)
                .filter(f -> Double.isFinite(f.value()) && f.value() > 0)
                .ifPresent(f -> grid.put(series.apply(result), category.apply(result), f)));
    return grid;
  }

  private void put(String series, String category, Figure figure) {
    bySeries.computeIfAbsent(series, name -> new LinkedHashMap<>()).put(category, figure);
    categories.add(category);
  }

  List<String> series() {
    return List.copyOf(bySeries.keySet());
  }

  List<String> categories() {
    return List.copyOf(categories);
  }

  Optional<Figure> at(String series, String category) {
    return Optional.ofNullable(bySeries.getOrDefault(series, Map.of()).get(category));
  }

  Stream<Figure> figures() {
    return bySeries.values().stream().map(Map::values).flatMap(Collection::stream);
  }
}
