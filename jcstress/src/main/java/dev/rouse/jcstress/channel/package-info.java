/** Stress tests of {@code dev.rouse.channel}, one class for each property. */
@NullMarked
package dev.rouse.jcstress.channel;

import org.jspecify.annotations.NullMarked;
