/** Runs the suites and judges their results: what ran, what was missing, what was forbidden. */
@NullMarked
package dev.rouse.jcstress.suite;

import org.jspecify.annotations.NullMarked;
