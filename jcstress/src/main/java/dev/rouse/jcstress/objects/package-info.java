/** Channels of objects. */
@NullMarked
package dev.rouse.jcstress.objects;

import org.jspecify.annotations.NullMarked;
