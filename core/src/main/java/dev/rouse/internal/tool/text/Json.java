package dev.rouse.internal.tool.text;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) in one line. Only ASCII: whatever is not printable there is escaped, so
 * the document is the same in every character set that the output may have.
 */
public final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /**
   * Returns a value as JSON.
   *
   * @param value a map with texts as keys, a list, a text, a number without a fraction, a boolean
   *     or null
   * @return the document
   * @throws IllegalArgumentException if there is anything else in it
   */
  public static String of(@Nullable Object value) {
    Json json = new Json();
    json.write(value);
    return json.out.toString();
  }

  private void write(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> writeMap(map);
      case List<?> list -> writeList(list);
      case String text -> writeText(text);
      case Long number -> out.append(number.longValue());
      case Integer number -> out.append(number.intValue());
      case Boolean flag -> out.append(flag.booleanValue());
      default ->
          throw new IllegalArgumentException(
              "value: %s, expected what JSON has".formatted(value.getClass()));
    }
  }

  private void writeMap(Map<?, ?> map) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      writeText((String) entry.getKey());
      out.append(':');
      write(entry.getValue());
      if (entries.hasNext()) {
        out.append(',');
      }
    }
    out.append('}');
  }

  private void writeList(List<?> list) {
    out.append('[');
    Iterator<?> values = list.iterator();
    while (values.hasNext()) {
      write(values.next());
      if (values.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private void writeText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
