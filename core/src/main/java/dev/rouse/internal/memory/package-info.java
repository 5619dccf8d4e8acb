/**
 * How the library reads and writes its own words in a region, and how the end of a region ends the
 * use of what was built in it.
 */
@NullMarked
package dev.rouse.internal.memory;

import org.jspecify.annotations.NullMarked;
