package dev.rouse.jmh.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A page that needs no other file, written from top to bottom. */
public final class Html {
  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
      p.facts { color: #555; font-size: .9rem; }
      svg { max-width: 100%; height: auto; }
      table { border-collapse: collapse; font-size: .85rem; width: 100%; }
      th, td { padding: .3rem .5rem; border-bottom: 1px solid #ddd; text-align: right; }
      code { overflow-wrap: anywhere; }
      .scroll { overflow-x: auto; }
      """;

  private final StringBuilder out = new StringBuilder();

  /**
   * Starts a page.
   *
   * @param title the title in the browser
   * @param style the page's own CSS, after that which all pages have
   */
  public Html(String title, String style) {
    out.append(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\
            """)
        .append(escape(title))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append(style)
        .append("</style>\n</head>\n<body>\n");
  }

  /** Makes the text of a page, charts included. */
  @FunctionalInterface
  public interface Drawing {
    /** Returns the page. */
    String draw() throws IOException;
  }

  /**
   * Draws a page and writes it.
   *
   * @param path where to
   * @param page what to draw
   * @throws UserError if the system has no fonts to draw charts with
   */
  public static void write(Path path, Drawing page) throws IOException, UserError {
    try {
      Files.writeString(path, page.draw());
    } catch (InternalError | LinkageError e) {
      // What the JDK throws where the system has no fonts.
      throw new UserError(
          path + ": cannot draw the charts: install fontconfig and a font (" + e + ")");
    }
  }

  /** Returns the text with the characters replaced that mean something in HTML. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Adds HTML as it is. */
  public Html raw(String html) {
    out.append(html);
    return this;
  }

  /** Adds text, escaped. */
  public Html text(String text) {
    return raw(escape(text));
  }

  /** Adds a heading, level 1 to 6. */
  public Html heading(int level, String text) {
    return raw("<h" + level + ">").text(text).raw("</h" + level + ">\n");
  }

  /** Adds a paragraph of facts, in small type; the result of the format is escaped. */
  public Html facts(String format, Object... args) {
    return raw("<p class=\"facts\">").text(String.format(Locale.ROOT, format, args)).raw("</p>\n");
  }

  /** Ends the page and returns it. */
  public String finish() {
    return out.append("</body>\n</html>\n").toString();
  }
}
