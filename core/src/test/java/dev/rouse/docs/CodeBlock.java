package dev.rouse.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A fenced block of a Markdown page.
 *
 * @param line the number of the line that opens it, from 1
 * @param language what it says after the opening fence, or nothing
 * @param code its lines
 */
record CodeBlock(int line, String language, List<String> code) {
  private static final Pattern FENCE = Pattern.compile("\\s*(?:```|~~~)\\s*([\\w-]*).*");

  /** Finds the blocks of a page. */
  static List<CodeBlock> of(List<String> page) {
    List<CodeBlock> blocks = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      var opening = FENCE.matcher(page.get(i));
      if (opening.matches()) {
        int first = i + 1;
        do {
          i++;
        } while (i < page.size() && !FENCE.matcher(page.get(i)).matches());
        blocks.add(new CodeBlock(first, opening.group(1), page.subList(first, i)));
      }
    }
    return blocks;
  }

  /** Tells whether the block is a part of some lines, but for the indentation of the whole. */
  boolean occursIn(List<String> lines) {
    for (int from = 0; from + code.size() <= lines.size(); from++) {
      if (unindented(lines.subList(from, from + code.size())).equals(unindented(code))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> unindented(List<String> lines) {
    return String.join("\n", lines).stripIndent().lines().toList();
  }
}
