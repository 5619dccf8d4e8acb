/** Stress tests of {@code dev.rouse.counter}, one class for each property. */
@NullMarked
package dev.rouse.jcstress.counter;

import org.jspecify.annotations.NullMarked;
