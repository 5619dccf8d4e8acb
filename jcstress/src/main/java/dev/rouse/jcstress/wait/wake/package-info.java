/**
 * Stress tests of the wait protocol, {@code dev.rouse.internal.wait.Waiter}: no wake-up is lost,
 * each is delivered once. One class for each property.
 */
@NullMarked
package dev.rouse.jcstress.wait.wake;

import org.jspecify.annotations.NullMarked;
