package dev.rouse.processes;

import dev.rouse.internal.tool.Tool;
import dev.rouse.testing.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A run of the command-line tool in this process.
 *
 * @param code its exit code
 * @param out what it has printed
 * @param err what it has printed on the standard error
 */
record ToolRun(int code, String out, String err) {
  static ToolRun of(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Tool(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false)
            .run(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return new ToolRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Returns the document that it has printed. */
  Map<String, Object> json() {
    return JsonText.parseObject(out);
  }

  /** Returns a list of objects in the document. */
  List<Map<String, Object>> list(String key) {
    return objects(json(), key);
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> objects(Map<String, Object> json, String key) {
    return (List<Map<String, Object>>) json.getOrDefault(key, List.of());
  }

  /** Returns the texts of a list of findings, or of what was done or left. */
  List<String> texts(String key) {
    return list(key).stream().map(entry -> entry.get("part") + ": " + entry.get("text")).toList();
  }

  /** Returns the texts of the errors that a check has found. */
  List<String> errors() {
    return severe("error");
  }

  /** Returns the texts of the notes of a check, without what native access has to do with. */
  List<String> notes() {
    return severe("note").stream().filter(note -> !note.contains("native access")).toList();
  }

  private List<String> severe(String severity) {
    return list("findings").stream()
        .filter(finding -> severity.equals(finding.get("severity")))
        .map(finding -> finding.get("part") + ": " + finding.get("text"))
        .toList();
  }
}
