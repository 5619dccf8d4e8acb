/**
 * The wait protocol: the only package that parks and wakes threads. Not exported. The page {@code
 * core/docs/wait-protocol.md} explains it.
 *
 * <p>Memory consistency: what a thread publishes before {@link dev.rouse.internal.wait.Waker#wake}
 * happens-before the return of the {@code await} that it ends.
 */
@NullMarked
package dev.rouse.internal.wait;

import org.jspecify.annotations.NullMarked;
