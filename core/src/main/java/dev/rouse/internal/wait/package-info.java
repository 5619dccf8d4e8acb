/**
 * The wait protocol: the only place that knows threads. Not exported.
 *
 * <p>What a thread published before {@link dev.rouse.internal.wait.Waiter#wake} happens-before the
 * return of the {@code await} that it ends.
 */
@NullMarked
package dev.rouse.internal.wait;

import org.jspecify.annotations.NullMarked;
