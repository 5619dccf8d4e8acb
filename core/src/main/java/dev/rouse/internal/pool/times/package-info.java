/** What measures how workers spend their time, and how long jobs wait and run. Not exported. */
@NullMarked
package dev.rouse.internal.pool.times;

import org.jspecify.annotations.NullMarked;
