/**
 * Breaks the shipped sources on purpose, one small change at a time, and shows that the suite sees
 * it.
 */
@NullMarked
package dev.rouse.jcstress.mutants;

import org.jspecify.annotations.NullMarked;
