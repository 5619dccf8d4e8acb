package dev.rouse.jmh.bench.plan;

import dev.rouse.jmh.contender.Contender;

/**
 * One thing that is measured.
 *
 * @param benchmark the class, without its package, and the method: {@code SpscThroughput.transfer}
 * @param contender what is measured
 * @param parameter the benchmark's other parameter, such as {@code payload}; empty if it has none
 * @param value that parameter's value; 0 if there is none
 * @param threads how many threads call the method
 */
public record Combination(
    String benchmark, Contender contender, String parameter, int value, int threads) {
  /** Returns the name of the benchmark's class. */
  public String type() {
    return benchmark.substring(0, benchmark.indexOf('.'));
  }

  /** Returns the benchmark's method. */
  public String method() {
    return benchmark.substring(benchmark.indexOf('.') + 1);
  }

  /** Tells whether the other differs in nothing but the contender. */
  public boolean comparesWith(Combination other) {
    return equals(
        new Combination(other.benchmark, contender, other.parameter, other.value, other.threads));
  }

  @Override
  public String toString() {
    return benchmark
        + " "
        + contender
        + (parameter.isEmpty() ? "" : " " + parameter + "=" + value)
        + (threads == 1 ? "" : " on " + threads + " threads");
  }
}
