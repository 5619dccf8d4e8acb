package dev.rouse.jmh.bench.result;

/**
 * An iteration of a benchmark.
 *
 * @param fork in which JVM it ran, from 0
 * @param time the time for an operation
 * @param coreToCoreBefore the nanoseconds that a cache line took between the two processors before
 *     it; NaN where that is not known
 * @param coreToCoreAfter the same after it
 */
public record Iteration(int fork, double time, double coreToCoreBefore, double coreToCoreAfter) {}
