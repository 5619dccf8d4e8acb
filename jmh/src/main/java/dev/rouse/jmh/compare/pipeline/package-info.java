/** The ways in which blocks are handed from a publisher to its workers. */
@NullMarked
package dev.rouse.jmh.compare.pipeline;

import org.jspecify.annotations.NullMarked;
