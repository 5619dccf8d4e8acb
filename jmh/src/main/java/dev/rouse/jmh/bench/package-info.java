/**
 * All benchmarks that the project's claims of speed rest on, run in one go: {@link
 * dev.rouse.jmh.bench.Bench} measures, compares with the goals and draws a page.
 */
@NullMarked
package dev.rouse.jmh.bench;

import org.jspecify.annotations.NullMarked;
