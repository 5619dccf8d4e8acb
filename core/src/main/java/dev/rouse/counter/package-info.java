/**
 * Atomic counters in a region.
 *
 * <p>Memory consistency: the methods of {@link dev.rouse.counter.AtomicCounter} have the effects of
 * the {@link java.lang.invoke.VarHandle} access mode in their name; if the name contains none, that
 * of a volatile access. So actions before a {@code setRelease}, {@code set} or a read-modify-write
 * happen-before the actions after a {@code getAcquire}, {@code get} or read-modify-write that sees
 * its value.
 */
@NullMarked
package dev.rouse.counter;

import org.jspecify.annotations.NullMarked;
