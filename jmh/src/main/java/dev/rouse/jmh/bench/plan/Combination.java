package dev.rouse.jmh.bench.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A benchmark with a value for each of its parameters and a number of threads.
 *
 * @param benchmark its class, without the package, and its method: {@code SpscThroughput.transfer}
 * @param params the parameters' values by name
 * @param threads how many threads call the method
 */
public record Combination(String benchmark, Map<String, String> params, int threads) {
  /** Keeps a copy of the parameters. */
  public Combination {
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
  }

  /**
   * Makes a combination with one thread.
   *
   * @param benchmark its class and its method
   * @param params a name, its value, the next name, and so on
   */
  public static Combination of(String benchmark, Object... params) {
    if (params.length % 2 != 0) {
      throw new IllegalArgumentException(
          "params: " + params.length + " of them, expected names and values in pairs");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      values.put(params[i].toString(), params[i + 1].toString());
    }
    return new Combination(benchmark, values, 1);
  }

  /** Returns the same with another number of threads. */
  public Combination onThreads(int count) {
    return new Combination(benchmark, params, count);
  }

  /** Returns the same with one parameter more. */
  Combination with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(params);
    more.put(name, value);
    return new Combination(benchmark, more, threads);
  }

  /** Returns the class of the benchmark, which is the name of its group. */
  public String group() {
    return benchmark.substring(0, benchmark.indexOf('.'));
  }

  /** Returns the benchmark's method. */
  public String method() {
    return benchmark.substring(benchmark.indexOf('.') + 1);
  }

  /** Returns the link or the counter that is measured. */
  public String contender() {
    return params.getOrDefault("link", params.getOrDefault("counter", "?"));
  }

  /** Tells whether the other is this, perhaps with parameters that this one leaves open. */
  public boolean covers(Combination other) {
    return benchmark.equals(other.benchmark)
        && threads == other.threads
        && other.params.entrySet().containsAll(params.entrySet());
  }

  @Override
  public String toString() {
    StringJoiner out = new StringJoiner(" ").add(benchmark);
    params.forEach((name, value) -> out.add(name + "=" + value));
    return threads == 1 ? out.toString() : out.add("on " + threads + " threads").toString();
  }
}
