/** Stress tests of {@code dev.rouse.ring}, one class for each property. */
@NullMarked
package dev.rouse.jcstress.ring;

import org.jspecify.annotations.NullMarked;
