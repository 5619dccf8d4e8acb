/** Benchmarks, one class for each question. */
@NullMarked
package dev.rouse.jmh;

import org.jspecify.annotations.NullMarked;
