/**
 * The files that are validated, their blocks, and the digests that every approach must reproduce.
 */
@NullMarked
package dev.rouse.jmh.compare.input;

import org.jspecify.annotations.NullMarked;
