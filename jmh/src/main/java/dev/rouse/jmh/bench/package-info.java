/**
 * Runs all benchmarks that the project's claims of speed rest on. {@link dev.rouse.jmh.bench.Bench}
 * measures what is declared, writes the results and draws their report.
 */
@NullMarked
package dev.rouse.jmh.bench;

import org.jspecify.annotations.NullMarked;
