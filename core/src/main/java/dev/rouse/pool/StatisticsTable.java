package dev.rouse.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Statistics as a table of text. */
final class StatisticsTable {
  private static final List<String> HEADER =
      List.of(
          "worker",
          "pending",
          "completed",
          "failed",
          "cancelled",
          "retried",
          "busy %",
          "wakes",
          "parks",
          "wait p50",
          "wait p99",
          "run p50",
          "run p99");

  private static final double MEDIAN = 50;
  private static final double TAIL = 99;

  private StatisticsTable() {}

  static String of(PoolStatistics pool) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    for (WorkerStatistics worker : pool.workers()) {
      rows.add(
          row(
              worker.name(),
              List.of(
                  worker.pending(),
                  worker.completed(),
                  worker.failed(),
                  worker.cancelled(),
                  worker.retried()),
              worker.busyShare(),
              List.of(worker.wakes(), worker.parks()),
              List.of(worker.waiting(), worker.running())));
    }
    rows.add(
        row(
            "pool",
            List.of(
                pool.inFlight(), pool.completed(), pool.failed(), pool.cancelled(), pool.retried()),
            pool.busyShare(),
            List.of(pool.wakes(), pool.parks()),
            List.of(pool.waiting(), pool.running())));
    return text(rows);
  }

  private static List<String> row(
      String name, List<Long> jobs, double busy, List<Long> sleeps, List<TimeHistogram> times) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    jobs.forEach(count -> cells.add(count.toString()));
    cells.add(String.format(Locale.ROOT, "%.1f", 100 * busy));
    sleeps.forEach(count -> cells.add(count.toString()));
    for (TimeHistogram time : times) {
      cells.add(percentile(time, MEDIAN));
      cells.add(percentile(time, TAIL));
    }
    return cells;
  }

  private static String percentile(TimeHistogram times, double percent) {
    return times.count() == 0 ? "-" : TimeText.of(times.percentile(percent));
  }

  private static String text(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        String padding = " ".repeat(width(rows, column) - row.get(column).length());
        if (column == 0) {
          text.append(row.get(column)).append(padding);
        } else {
          text.append("  ").append(padding).append(row.get(column));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
