package dev.rouse.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON, and only JSON: whatever RFC 8259 does not allow ends in an exception, also what
 * stands behind the document. Numbers must not have a fraction.
 */
public final class JsonText {
  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /** Returns the value: a map, a list, a text, a long, a boolean or null. */
  public static @Nullable Object parse(String text) {
    JsonText json = new JsonText(text);
    Object value = json.value();
    json.skipSpace();
    if (json.at != text.length()) {
      throw json.wrong();
    }
    return value;
  }

  /** Returns the value, which must be an object. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> parseObject(String text) {
    return (Map<String, Object>) Objects.requireNonNull(parse(text));
  }

  private @Nullable Object value() {
    skipSpace();
    return switch (next()) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      case 't' -> {
        expect("rue");
        yield true;
      }
      case 'f' -> {
        expect("alse");
        yield false;
      }
      case 'n' -> {
        expect("ull");
        yield null;
      }
      default -> {
        at--;
        yield number();
      }
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    skipSpace();
    if (peek() == '}') {
      at++;
      return result;
    }
    while (true) {
      skipSpace();
      expect("\"");
      String key = string();
      skipSpace();
      expect(":");
      if (result.containsKey(key)) {
        throw wrong();
      }
      result.put(key, value());
      skipSpace();
      char c = next();
      if (c == '}') {
        return result;
      }
      if (c != ',') {
        throw wrong();
      }
    }
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> result = new ArrayList<>();
    skipSpace();
    if (peek() == ']') {
      at++;
      return result;
    }
    while (true) {
      result.add(value());
      skipSpace();
      char c = next();
      if (c == ']') {
        return result;
      }
      if (c != ',') {
        throw wrong();
      }
    }
  }

  private String string() {
    StringBuilder result = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return result.toString();
      }
      if (c < ' ') {
        throw wrong();
      }
      result.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        if (at > text.length()) {
          throw wrong();
        }
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> throw wrong();
    };
  }

  private long number() {
    int start = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(start, at);
    if (!digits.matches("-?(0|[1-9][0-9]*)")) {
      throw wrong();
    }
    return Long.parseLong(digits);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(String expected) {
    if (!text.startsWith(expected, at)) {
      throw wrong();
    }
    at += expected.length();
  }

  private char peek() {
    if (at == text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("no JSON at " + at + ": " + text);
  }
}
