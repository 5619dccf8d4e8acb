/** What the stress tests of the wait protocol share. */
@NullMarked
package dev.rouse.jcstress.wait;

import org.jspecify.annotations.NullMarked;
