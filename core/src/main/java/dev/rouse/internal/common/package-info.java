/** Small things that several layers need. Not exported. */
@NullMarked
package dev.rouse.internal.common;

import org.jspecify.annotations.NullMarked;
