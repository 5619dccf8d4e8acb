/** The packages as layers: the arrows between them point down, in the code and on paper. */
@NullMarked
package dev.rouse.layers;

import org.jspecify.annotations.NullMarked;
