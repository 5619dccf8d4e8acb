/** How the library's own words are laid out in memory. Not exported. */
@NullMarked
package dev.rouse.internal.memory;

import org.jspecify.annotations.NullMarked;
