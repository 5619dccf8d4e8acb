package dev.rouse.jmh.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The machine that figures were measured on. */
public final class Machine {
  private Machine() {}

  /** Describes this machine: processor, cores, whether it is virtual, operating system. */
  public static String describe() {
    return describe(cpuInfo());
  }

  /**
   * Describes a machine with this one's cores and operating system.
   *
   * @param cpuInfo the lines of /proc/cpuinfo, none where the system has no such file
   * @return the description
   */
  static String describe(List<String> cpuInfo) {
    List<String> parts = new ArrayList<>();
    values(cpuInfo, "model name").findFirst().ifPresent(parts::add);
    parts.add(Runtime.getRuntime().availableProcessors() + " processors");
    // The bit that hypervisors set for their guests; without the file nothing is known.
    if (values(cpuInfo, "flags").anyMatch(flags -> (flags + " ").contains(" hypervisor "))) {
      parts.add("virtual machine");
    }
    parts.add(
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    return String.join(", ", parts);
  }

  private static Stream<String> values(List<String> cpuInfo, String key) {
    return cpuInfo.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip());
  }

  private static List<String> cpuInfo() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
