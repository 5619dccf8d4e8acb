package dev.rouse.internal.tool.verb;

import java.util.List;
import java.util.Map;

/**
 * What a verb has found.
 *
 * @param code {@link #FINE} or {@link #DAMAGED}
 * @param json the same as the text, for programs
 * @param text the lines for people
 */
public record Result(int code, Map<String, Object> json, List<String> text) {
  /** The exit code if nothing is damaged. */
  public static final int FINE = 0;

  /** The exit code if something is damaged. */
  public static final int DAMAGED = 1;
}
