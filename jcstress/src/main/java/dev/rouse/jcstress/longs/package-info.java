/** Rings and channels of longs. */
@NullMarked
package dev.rouse.jcstress.longs;

import org.jspecify.annotations.NullMarked;
