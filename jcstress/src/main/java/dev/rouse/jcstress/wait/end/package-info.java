/**
 * Stress tests of the wait protocol, {@code dev.rouse.internal.wait.Waiter}: the other ways in
 * which a wait ends, and what must not be lost then. One class for each property.
 */
@NullMarked
package dev.rouse.jcstress.wait.end;

import org.jspecify.annotations.NullMarked;
