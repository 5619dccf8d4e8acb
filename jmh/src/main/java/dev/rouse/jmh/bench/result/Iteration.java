package dev.rouse.jmh.bench.result;

/**
 * An iteration of a benchmark that reports how far its two processors were from each other.
 *
 * @param fork in which JVM it ran, from 0
 * @param score the time for an operation
 * @param coreToCoreBefore the nanoseconds that a cache line took between them before it
 * @param coreToCoreAfter the same after it
 */
public record Iteration(int fork, double score, double coreToCoreBefore, double coreToCoreAfter) {}
