package dev.rouse.internal.tool.verb;

import dev.rouse.file.FileAccess;
import dev.rouse.file.PartKind;
import dev.rouse.file.RegionFormatException;
import dev.rouse.internal.file.FileLook;
import dev.rouse.internal.file.Placed;
import dev.rouse.internal.file.RegionLook;
import dev.rouse.internal.file.RoleLook;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartLook;
import dev.rouse.internal.tool.text.Printable;
import dev.rouse.internal.tool.text.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Shows what is in a region file at present. */
public final class StatVerb {
  private final Table parts = new Table("part", "kind", "capacity", "contents");
  private final Table roles =
      new Table("part", "role", "state", "process", "started", "epoch", "last one lost");
  private final Table counters =
      new Table("table", "id", "type", "counter", "value", "allocated", "by process");
  private final List<Map<String, Object>> json = new ArrayList<>();

  private StatVerb() {}

  /**
   * Shows a file.
   *
   * @param path the file
   * @param access who is trusted to have written it
   * @return what was found
   * @throws IOException if it cannot be read
   */
  public static Result run(Path path, FileAccess access) throws IOException {
    Openers openers = Openers.of(List.of(path));
    try (FileLook file = FileLook.open(path, access)) {
      return show(path, file, openers.of(path));
    }
  }

  private static Result show(Path path, FileLook file, List<Long> openBy) throws IOException {
    Map<String, Object> document = FileState.document("stat", path);
    try {
      RegionLook region = file.read();
      FileState state = new FileState(file, region, openBy);
      StatVerb verb = new StatVerb();
      for (Placed placed : region.parts()) {
        verb.show(region, placed);
      }
      state.addTo(document);
      document.put("parts", verb.json);
      return new Result(Result.FINE, document, verb.lines(path, region, state));
    } catch (RegionFormatException e) {
      return damaged(path, document, String.valueOf(e.getMessage()));
    } catch (InternalError e) {
      return damaged(path, document, "it became shorter while it was read");
    }
  }

  private static Result damaged(Path path, Map<String, Object> document, String what) {
    document.put("damaged", what);
    return new Result(
        Result.DAMAGED, document, List.of(Printable.of("%s: damaged: %s".formatted(path, what))));
  }

  private List<String> lines(Path path, RegionLook region, FileState state) {
    List<String> lines = new ArrayList<>();
    lines.add(
        Printable.of(
            "%s: %s bytes, created %s by process %d, open by %s"
                .formatted(
                    path,
                    FileState.number(region.byteSize()),
                    region.created(),
                    region.creator(),
                    state.openBy())));
    if (region.hasProcessWithoutWakes()) {
      lines.add("A process without native access had it open: all waits are short naps.");
    }
    lines.add("");
    lines.addAll(parts.lines());
    for (Table more : List.of(counters, roles)) {
      if (!more.isEmpty()) {
        lines.add("");
        lines.addAll(more.lines());
      }
    }
    return lines;
  }

  private void show(RegionLook region, Placed placed) {
    PartLook look = PartLook.of(region, placed);
    PartKind kind = placed.part().kind();
    String label = placed.part().label();
    Map<String, Object> facts = facts(look, kind);
    parts.add(label, kind.toString(), FileState.number(placed.part().capacity()), text(facts));
    if (facts.get("counters") instanceof List<?> list) {
      list.forEach(counter -> showCounter(label, (Map<?, ?>) counter));
    }
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("label", label);
    part.put("kind", kind.toString());
    part.put("capacity", placed.part().capacity());
    part.put("byteSize", placed.part().byteSize());
    part.put("offset", placed.offset());
    List<Map<String, Object>> held = new ArrayList<>();
    for (RoleLook role : FileState.roles(region, placed)) {
      show(label, role);
      held.add(FileState.json(role));
    }
    part.put("roles", held);
    part.put("contents", facts);
    json.add(part);
  }

  private static Map<String, Object> facts(PartLook look, PartKind kind) {
    Map<String, Object> facts = new LinkedHashMap<>();
    Optional<PartInspector> inspector = Blocks.inspector(kind);
    if (inspector.isPresent()) {
      Optional<String> wrong = inspector.get().wrongSize(look);
      if (wrong.isPresent()) {
        facts.put("damaged", wrong.get());
      } else {
        inspector.get().facts(look, facts);
      }
    }
    return facts;
  }

  private static String text(Map<String, Object> facts) {
    List<String> all = new ArrayList<>();
    facts.forEach(
        (name, value) -> {
          switch (value) {
            case Boolean flag -> {
              if (flag) {
                all.add(name);
              }
            }
            case List<?> list -> all.add(name + " " + FileState.number(list.size()));
            case Long number -> all.add(name + " " + FileState.number(number));
            default -> all.add(name + " " + value);
          }
        });
    return String.join(", ", all);
  }

  private void showCounter(String table, Map<?, ?> counter) {
    counters.add(
        table,
        String.valueOf(counter.get("id")),
        String.valueOf(counter.get("type")),
        String.valueOf(counter.get("label")),
        FileState.number((Long) Objects.requireNonNull(counter.get("value"))),
        String.valueOf(counter.get("allocated")),
        String.valueOf(counter.get("pid")));
  }

  private void show(String label, RoleLook role) {
    boolean someone = role.held() || role.lost();
    roles.add(
        label,
        role.name(),
        role.held() ? "held" : role.lost() ? "lost" : "free",
        someone ? Long.toString(role.pid()) : "",
        someone ? role.started().toString() : "",
        FileState.number(role.epoch()),
        role.lostEpoch() == 0
            ? ""
            : "process %d, epoch %d".formatted(role.lostPid(), role.lostEpoch()));
  }
}
