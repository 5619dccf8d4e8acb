package dev.rouse.samples;

// @start region="program"
import dev.rouse.counter.CounterTable;
import dev.rouse.counter.LabelledCounter;

/** Counts what several jobs have done, and lists all counters. */
final class CounterTableSample {
  private static final int ROWS_READ = 1; // the program's own types of counters

  public static void main(String[] args) {
    CounterTable table = CounterTable.allocate(100);
    LabelledCounter orders = table.allocate(ROWS_READ, "orders.csv");
    LabelledCounter prices = table.allocate(ROWS_READ, "prices.csv");
    orders.add(500);
    prices.increment();

    table.forEach(counter -> System.out.println(counter.label() + ": " + counter.value()));
    prices.free(); // its slot can be used again
    System.out.println(table.size());
  }
}
// @end
