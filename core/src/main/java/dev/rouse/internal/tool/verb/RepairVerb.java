package dev.rouse.internal.tool.verb;

import dev.rouse.file.FileAccess;
import dev.rouse.file.RegionFormatException;
import dev.rouse.internal.file.FileLook;
import dev.rouse.internal.file.Placed;
import dev.rouse.internal.file.RegionRepair;
import dev.rouse.internal.file.RoleLook;
import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartLook;
import dev.rouse.internal.inspect.PartRepair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Repairs what killed processes have left in a region file. Each part on its own: the roles that
 * nobody has are locked, so that nobody can take them, then the part is repaired, and last the lost
 * holders of these roles are noted. So a repair that is killed leaves the holders as lost, and the
 * next repair, or the next holder, does all of it again.
 */
public final class RepairVerb {
  private final List<Map<String, Object>> done = new ArrayList<>();
  private final List<Map<String, Object>> left = new ArrayList<>();
  private final List<String> text = new ArrayList<>();

  private RepairVerb() {}

  /**
   * Repairs a file.
   *
   * @param path the file
   * @param access who is trusted to have written it
   * @return what was done, and what is left
   * @throws IOException if it cannot be opened
   */
  public static Result run(Path path, FileAccess access) throws IOException {
    RepairVerb verb = new RepairVerb();
    Findings findings = new Findings();
    try (FileLook file = FileLook.openToRepair(path, access)) {
      verb.repair(file, findings);
    }
    return verb.result(path, findings);
  }

  private void repair(FileLook file, Findings findings) throws IOException {
    try {
      RegionRepair region = file.repair();
      repair(region);
      CheckVerb.check(region.look(), findings);
    } catch (RegionFormatException e) {
      findings.error(String.valueOf(e.getMessage()));
      left("", "the header is damaged: without it nothing is known, create a new file");
    } catch (InternalError e) {
      findings.error("it became shorter while it was repaired");
    }
  }

  private Result result(Path path, Findings findings) {
    if (done.isEmpty()) {
      text.add("nothing was repaired");
    }
    Map<String, Object> document = FileState.document("repair", path);
    document.put("done", done);
    document.put("left", left);
    CheckVerb.addTo(document, text, path, findings);
    return new Result(CheckVerb.code(findings), document, text);
  }

  private void repair(RegionRepair region) {
    if (region.look().hasProcessWithoutWakes()) {
      if (region.tryClearNoWakes()) {
        done(
            "",
            "all who open it from now on can wake each other: waits are no short naps any more");
      } else {
        left(
            "",
            "waits stay short naps: only while nobody else has the file open can that be ended");
      }
    }
    for (Placed placed : region.look().parts()) {
      repair(region, placed);
    }
  }

  private void repair(RegionRepair region, Placed placed) {
    Set<Integer> locked = new HashSet<>();
    try {
      for (int role = 0; role < placed.part().kind().roles().size(); role++) {
        if (region.tryLock(placed, role)) {
          locked.add(role);
        } else {
          RoleLook holder = region.look().role(placed, role);
          left(
              placed.part().label(),
              "the %s is held by process %d, epoch %d"
                  .formatted(holder.name(), holder.pid(), holder.epoch()));
        }
      }
      repair(region, placed, locked);
    } finally {
      locked.forEach(role -> region.unlock(placed, role));
    }
  }

  private void repair(RegionRepair region, Placed placed, Set<Integer> locked) {
    String label = placed.part().label();
    PartLook look = PartLook.of(region.look(), placed);
    Optional<PartInspector> inspector = Blocks.inspector(placed.part().kind());
    Optional<String> wrong = inspector.flatMap(known -> known.wrongSize(look));
    boolean usable = inspector.isPresent() && wrong.isEmpty();
    if (usable) {
      PartRepair part = new PartRepair(look, locked);
      inspector.get().repair(part);
      part.allDone().forEach(what -> done(label, what));
    }
    for (int role : locked) {
      RoleLook found = region.look().role(placed, role);
      if (found.lost()) {
        // Without a mark the next holder would not know what it gets for the second time.
        long mark = usable ? inspector.get().mark(look, role) : -1;
        if (mark >= 0) {
          region.markLost(placed, role, mark);
          done(
              label,
              "the lost %s is noted, so that its peer is told: process %d, epoch %d"
                  .formatted(found.name(), found.pid(), found.epoch()));
        } else {
          left(
              label,
              "the lost %s is left to be found: %s"
                  .formatted(
                      found.name(),
                      inspector.isPresent()
                          ? "the part is damaged"
                          : "this version does not know such parts"));
        }
      } else if (!found.hasKnownState()) {
        region.markFree(placed, role);
        done(label, "the state of the role %s is reset to free".formatted(found.name()));
      }
    }
  }

  private void done(String part, String what) {
    done.add(entry(part, what));
    text.add(CheckVerb.line("done", part, what));
  }

  private void left(String part, String what) {
    left.add(entry(part, what));
    text.add(CheckVerb.line("left", part, what));
  }

  private static Map<String, Object> entry(String part, String what) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("part", part);
    entry.put("text", what);
    return entry;
  }
}
