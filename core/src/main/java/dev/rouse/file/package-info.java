/**
 * What a region in a mapped file contains, and what can go wrong with one. {@code
 * dev.rouse.memory.Region} creates and opens such files.
 */
@NullMarked
package dev.rouse.file;

import org.jspecify.annotations.NullMarked;
