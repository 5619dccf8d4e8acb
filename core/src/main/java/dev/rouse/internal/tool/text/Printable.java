package dev.rouse.internal.tool.text;

/**
 * Text that comes from a file or the name of one. What a terminal would not show as a character, or
 * would take for a command, is shown as its code.
 */
public final class Printable {
  private Printable() {}

  /**
   * Returns a text as it may be printed.
   *
   * @param text the text
   * @return the same with, for example, <code>&#92;u{1B}</code> in place of an escape character
   */
  public static String of(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isPrintable(point)) {
                result.appendCodePoint(point);
              } else {
                result.append("\\u{").append("%X".formatted(point)).append('}');
              }
            });
    return result.toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      // Format characters change the direction of the text after them, or are not seen.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
