/**
 * Signals: "sleep until the counter is not zero".
 *
 * <p>Memory consistency: actions before {@link dev.rouse.signal.JobSignal#add} happen-before the
 * actions after an {@code await}, or a read of the pending count, that sees the added jobs. Actions
 * before {@link dev.rouse.signal.JobSignal#complete} happen-before the actions after an {@code
 * awaitDrained} that it ends.
 */
@NullMarked
package dev.rouse.signal;

import org.jspecify.annotations.NullMarked;
