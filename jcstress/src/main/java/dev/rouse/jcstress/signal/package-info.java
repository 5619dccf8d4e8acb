/** Stress tests of {@code dev.rouse.signal}, one class for each property. */
@NullMarked
package dev.rouse.jcstress.signal;

import org.jspecify.annotations.NullMarked;
