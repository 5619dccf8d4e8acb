/** Worker pools. */
@NullMarked
package dev.rouse.jcstress.pool;

import org.jspecify.annotations.NullMarked;
