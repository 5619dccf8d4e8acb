/**
 * Stress tests of every kind of read that somebody may spin on: the write is seen, because no
 * compiler hoists the read out of the loop. One class for each kind.
 */
@NullMarked
package dev.rouse.jcstress.spin;

import org.jspecify.annotations.NullMarked;
