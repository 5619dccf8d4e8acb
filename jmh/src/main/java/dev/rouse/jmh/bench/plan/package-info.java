/**
 * What is measured: {@link dev.rouse.jmh.bench.plan.Benchmarks} declares each benchmark, with its
 * combinations, goals and charts.
 */
@NullMarked
package dev.rouse.jmh.bench.plan;

import org.jspecify.annotations.NullMarked;
