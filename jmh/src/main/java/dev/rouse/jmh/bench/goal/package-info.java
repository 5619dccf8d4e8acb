/** How fast Rouse wants to be in proportion to others, and whether it is. */
@NullMarked
package dev.rouse.jmh.bench.goal;

import org.jspecify.annotations.NullMarked;
