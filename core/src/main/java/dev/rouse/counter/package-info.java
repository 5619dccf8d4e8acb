/**
 * Atomic counters in a region, and tables of counters with labels.
 *
 * <p>Memory consistency: the methods of {@link dev.rouse.counter.AtomicCounter} and {@link
 * dev.rouse.counter.LabelledCounter} have the effects of the {@link java.lang.invoke.VarHandle}
 * access mode in their name; if the name contains none, that of a volatile access. So actions
 * before a {@code setRelease}, {@code set} or a read-modify-write happen-before the actions after a
 * {@code getAcquire}, {@code get} or read-modify-write that sees its value. Actions before a
 * counter of a {@link dev.rouse.counter.CounterTable} is allocated happen-before the actions after
 * it was found or handed out, and actions before it is freed happen-before the actions after its
 * slot is allocated again.
 */
@NullMarked
package dev.rouse.counter;

import org.jspecify.annotations.NullMarked;
