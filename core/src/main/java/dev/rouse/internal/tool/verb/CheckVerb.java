package dev.rouse.internal.tool.verb;

import dev.rouse.file.FileAccess;
import dev.rouse.file.RegionFormatException;
import dev.rouse.internal.file.FileLook;
import dev.rouse.internal.file.Placed;
import dev.rouse.internal.file.RegionLook;
import dev.rouse.internal.file.RoleLook;
import dev.rouse.internal.inspect.Finding;
import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartLook;
import dev.rouse.internal.tool.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks all that can be checked of a region file, which may be in use. */
public final class CheckVerb {
  private CheckVerb() {}

  /**
   * Checks a file.
   *
   * @param path the file
   * @param access who is trusted to have written it
   * @return what was found
   * @throws IOException if it cannot be read
   */
  public static Result run(Path path, FileAccess access) throws IOException {
    Findings findings = new Findings();
    try (FileLook file = FileLook.open(path, access)) {
      check(file, findings);
    }
    Map<String, Object> document = FileState.document("check", path);
    List<String> text = new ArrayList<>();
    addTo(document, text, path, findings);
    return new Result(code(findings), document, text);
  }

  private static void check(FileLook file, Findings findings) throws IOException {
    try {
      check(file.read(), findings);
    } catch (RegionFormatException e) {
      findings.error(String.valueOf(e.getMessage()));
    }
  }

  static int code(Findings findings) {
    return findings.hasErrors() ? Result.DAMAGED : Result.FINE;
  }

  static void addTo(Map<String, Object> document, List<String> text, Path path, Findings findings) {
    document.put("damaged", findings.hasErrors());
    List<Map<String, Object>> json = new ArrayList<>();
    int errors = 0;
    for (Finding finding : findings.all()) {
      String severity = finding.isError() ? "error" : "note";
      errors += finding.isError() ? 1 : 0;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("severity", severity);
      entry.put("part", finding.where());
      entry.put("text", finding.what());
      json.add(entry);
      text.add(line(severity, finding.where(), finding.what()));
    }
    document.put("findings", json);
    text.add(
        Printable.of(
            "%s: %s, %d errors, %d notes"
                .formatted(path, errors == 0 ? "fine" : "damaged", errors, json.size() - errors)));
  }

  static String line(String what, String part, String text) {
    return "%-6s %s%s"
        .formatted(what + ":", part.isEmpty() ? "" : Printable.of(part) + ": ", Printable.of(text));
  }

  static void check(RegionLook region, Findings findings) {
    try {
      if (region.hasProcessWithoutWakes()) {
        findings.note(
            "a process without native access had it open: all waits are short naps until it is"
                + " replaced or repaired");
      }
      for (Placed placed : region.parts()) {
        findings.in(placed.part().label());
        FileState.roles(region, placed).forEach(role -> check(role, findings));
        PartLook look = PartLook.of(region, placed);
        Blocks.inspector(placed.part().kind())
            .ifPresent(inspector -> check(inspector, look, findings));
      }
    } catch (InternalError e) {
      findings.in("");
      findings.error("it became shorter while it was read");
    }
  }

  private static void check(PartInspector inspector, PartLook look, Findings findings) {
    Optional<String> wrong = inspector.wrongSize(look);
    if (wrong.isPresent()) {
      findings.error(wrong.get());
    } else {
      inspector.check(look, findings);
    }
  }

  private static void check(RoleLook role, Findings findings) {
    if (!role.hasKnownState()) {
      findings.error(
          "the state of the role %s is %d, expected 0 or 1".formatted(role.name(), role.state()));
    }
    if (role.epoch() < 0 || role.lostEpoch() < 0 || role.lostEpoch() > role.epoch()) {
      findings.error(
          "the epochs of the role %s are %d and %d (lost), expected 0 or more, the lost one not later"
              .formatted(role.name(), role.epoch(), role.lostEpoch()));
    }
    if (role.lost()) {
      findings.note(
          "the %s was lost: process %d, epoch %d; it has no successor yet"
              .formatted(role.name(), role.pid(), role.epoch()));
    }
  }
}
