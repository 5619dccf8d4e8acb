package dev.rouse.internal.tool.text;

import java.util.ArrayList;
import java.util.List;

/** A table of texts whose columns are aligned. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Makes a table.
   *
   * @param titles the titles of the columns
   */
  public Table(String... titles) {
    rows.add(List.of(titles));
  }

  /**
   * Adds a row.
   *
   * @param cells the cells, which may hold any text; as many as there are columns
   */
  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  /**
   * Tells whether there are rows.
   *
   * @return true if none was added
   */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /**
   * Returns the table. A column of numbers is aligned to the right.
   *
   * @return its lines
   */
  public List<String> lines() {
    int columns = rows.getFirst().size();
    List<StringBuilder> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(new StringBuilder()));
    for (int column = 0; column < columns; column++) {
      int at = column;
      List<String> cells = rows.stream().map(row -> Printable.of(row.get(at))).toList();
      int width = cells.stream().mapToInt(String::length).max().orElse(0);
      boolean numbers = cells.stream().skip(1).allMatch(cell -> cell.matches("[-\\d,]*"));
      for (int i = 0; i < cells.size(); i++) {
        String fill = " ".repeat(width - cells.get(i).length());
        StringBuilder line = lines.get(i);
        line.append(numbers ? fill + cells.get(i) : cells.get(i) + fill);
        line.append(GAP);
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }
}
