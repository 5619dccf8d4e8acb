/** Where the benchmarks keep what one thread writes again and again. */
@NullMarked
package dev.rouse.jmh.memory;

import org.jspecify.annotations.NullMarked;
