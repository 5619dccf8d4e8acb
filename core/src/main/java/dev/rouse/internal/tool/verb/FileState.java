package dev.rouse.internal.tool.verb;

import dev.rouse.internal.file.FileLook;
import dev.rouse.internal.file.Placed;
import dev.rouse.internal.file.RegionLook;
import dev.rouse.internal.file.RoleLook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is known of a region file as a whole, and of its roles, in words and for programs. */
final class FileState {
  private final RegionLook region;
  private final Optional<Boolean> open;
  private final List<Long> openBy;

  FileState(FileLook file, RegionLook region, List<Long> openBy) {
    this.region = region;
    this.open = file.isInUse();
    this.openBy = openBy;
  }

  /** Begins the document of a verb about a file. */
  static Map<String, Object> document(String verb, Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verb", verb);
    json.put("file", file.toString());
    return json;
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  void addTo(Map<String, Object> json) {
    json.put("byteSize", region.byteSize());
    json.put("created", region.created().toString());
    json.put("creator", region.creator());
    open.ifPresent(known -> json.put("open", known));
    json.put("openBy", openBy);
    json.put("noWakes", region.hasProcessWithoutWakes());
  }

  /** Returns who has the file open. */
  String openBy() {
    if (!openBy.isEmpty()) {
      return String.join(", ", openBy.stream().map(String::valueOf).toList());
    }
    return open.map(known -> known ? "somebody" : "nobody").orElse("not known");
  }

  /** Returns the roles that somebody has, or that are lost. */
  List<String> roles() {
    List<String> result = new ArrayList<>();
    for (Placed placed : region.parts()) {
      for (RoleLook role : roles(region, placed)) {
        if (role.held() || role.lost()) {
          result.add(
              "%s %s %s%d"
                  .formatted(
                      placed.part().label(), role.name(), role.lost() ? "lost " : "", role.pid()));
        }
      }
    }
    return result;
  }

  static List<RoleLook> roles(RegionLook region, Placed placed) {
    List<RoleLook> result = new ArrayList<>();
    for (int role = 0; role < placed.part().kind().roles().size(); role++) {
      result.add(region.role(placed, role));
    }
    return result;
  }

  static Map<String, Object> json(RoleLook role) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("role", role.name());
    json.put("held", role.held());
    json.put("lost", role.lost());
    if (role.held() || role.lost()) {
      json.put("pid", role.pid());
      json.put("started", role.started().toString());
    }
    json.put("epoch", role.epoch());
    json.put("lostEpoch", role.lostEpoch());
    json.put("lostPid", role.lostPid());
    return json;
  }
}
