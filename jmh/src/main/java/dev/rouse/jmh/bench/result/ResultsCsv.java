package dev.rouse.jmh.bench.result;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Metric;
import dev.rouse.jmh.bench.result.Row.Sample;
import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file that results are kept in: a row for each figure. Numbers have five significant digits;
 * what is not known is empty. No value has a comma or a quote.
 */
public final class ResultsCsv {
  private static final String HEAD =
      "benchmark,contender,parameter,value,threads,metric,mean,error,unit,forks,iterations,of,"
          + "coreToCoreMin,coreToCoreMax";
  private static final int COLUMNS = HEAD.split(",").length;
  private static final MathContext DIGITS = new MathContext(5);

  private ResultsCsv() {}

  /** Writes results. */
  public static void write(Path file, Results results) throws IOException {
    Files.write(
        file,
        Stream.concat(Stream.of(HEAD), results.rows().stream().map(ResultsCsv::line)).toList());
  }

  private static String line(Row row) {
    Combination combination = row.combination();
    Sample sample = row.sample();
    return String.join(
        ",",
        combination.benchmark(),
        combination.contender().name(),
        combination.parameter(),
        combination.parameter().isEmpty() ? "" : String.valueOf(combination.value()),
        String.valueOf(combination.threads()),
        row.metric().name(),
        number(row.figure().value()),
        number(row.figure().error()),
        row.unit(),
        String.valueOf(sample.forks()),
        String.valueOf(sample.iterations()),
        String.valueOf(sample.of()),
        number(sample.nearest()),
        number(sample.farthest()));
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
        : "";
  }

  /**
   * Reads results.
   *
   * @throws UserError if the file cannot be read or is not of that format
   */
  public static Results read(Path file) throws UserError {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e);
    }
    if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
      throw new UserError(file + ": line 1: expected " + HEAD);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      try {
        rows.add(row(lines.get(i).split(",", -1)));
      } catch (IllegalArgumentException e) {
        throw new UserError("%s: line %d: %s".formatted(file, i + 1, e.getMessage()));
      }
    }
    return new Results(rows);
  }

  private static Row row(String[] cells) {
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException(
          "%d columns, expected %d".formatted(cells.length, COLUMNS));
    }
    Combination combination =
        new Combination(
            cells[0],
            Contender.valueOf(cells[1]),
            cells[2],
            cells[3].isEmpty() ? 0 : Integer.parseInt(cells[3]),
            Integer.parseInt(cells[4]));
    return new Row(
        combination,
        Metric.valueOf(cells[5]),
        new Figure(number(cells[6]), number(cells[7])),
        cells[8],
        new Sample(
            Integer.parseInt(cells[9]),
            Integer.parseInt(cells[10]),
            Integer.parseInt(cells[11]),
            number(cells[12]),
            number(cells[13])));
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }
}
