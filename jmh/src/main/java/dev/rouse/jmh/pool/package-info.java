/**
 * Pools of threads that do jobs, with one interface: Rouse's and those of the JDK. And what the
 * benchmarks give them to do.
 */
@NullMarked
package dev.rouse.jmh.pool;

import org.jspecify.annotations.NullMarked;
