package dev.rouse.docs;

import dev.rouse.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The named regions of a sample: the lines between {@code // @start} and {@code // @end}. */
final class Regions {
  private static final Pattern START =
      Pattern.compile("\\s*// @start region ?= ?[\"']?([\\w-]+)[\"']?\\s*");
  private static final Pattern END = Pattern.compile("\\s*// @end\\b.*");

  private Regions() {}

  /** Returns the source of each sample, by its class name. */
  static Map<String, Path> samples() throws IOException {
    Path folder = Project.CORE_TESTS.resolve("dev/rouse/samples");
    try (var files = Files.list(folder)) {
      return files.collect(
          Collectors.toMap(
              file -> "dev.rouse.samples." + file.getFileName().toString().replace(".java", ""),
              file -> file));
    }
  }

  /**
   * Cuts the regions out of a source. Regions may be nested; the markers are left out.
   *
   * @param source the lines of a sample
   * @return the lines of each region, by its name
   */
  static Map<String, List<String>> of(List<String> source) {
    Map<String, List<String>> regions = new LinkedHashMap<>();
    List<List<String>> open = new ArrayList<>();
    for (String line : source) {
      Matcher start = START.matcher(line);
      if (start.matches()) {
        List<String> region = new ArrayList<>();
        regions.put(start.group(1), region);
        open.add(region);
      } else if (END.matcher(line).matches()) {
        open.removeLast();
      } else {
        open.forEach(region -> region.add(line));
      }
    }
    return regions;
  }
}
