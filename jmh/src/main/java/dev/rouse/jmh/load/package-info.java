/**
 * What the benchmarks send through a link, and what they measure of it. Knows nothing of a peer.
 */
@NullMarked
package dev.rouse.jmh.load;

import org.jspecify.annotations.NullMarked;
