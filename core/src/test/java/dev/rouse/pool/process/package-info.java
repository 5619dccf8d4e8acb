/** Pools whose workers are processes, with real processes that are killed at any moment. */
@NullMarked
package dev.rouse.pool.process;

import org.jspecify.annotations.NullMarked;
