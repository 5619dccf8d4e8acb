/**
 * Stress tests of the wait protocol itself, {@code dev.rouse.internal}, one class for each
 * property.
 */
@NullMarked
package dev.rouse.jcstress.wait;

import org.jspecify.annotations.NullMarked;
