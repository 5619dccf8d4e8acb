/**
 * The comparison of polling, copying and notify-driven consumers on real files. {@link
 * dev.rouse.jmh.compare.Compare} runs it.
 */
@NullMarked
package dev.rouse.jmh.compare;

import org.jspecify.annotations.NullMarked;
