/**
 * The off-heap memory that counters, signals, rings and channels live in.
 *
 * <p>A {@link dev.rouse.memory.Region} is zeroed when it is allocated, and what is built in it may
 * rely on that. The zeroes happen-before every access by a thread that got the region through a
 * safe publication, as with any Java object.
 */
@NullMarked
package dev.rouse.memory;

import org.jspecify.annotations.NullMarked;
