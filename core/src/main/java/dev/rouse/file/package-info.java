/**
 * What a region in a mapped file contains, who may use it, and what can go wrong with it. {@code
 * dev.rouse.memory.Region} creates and opens such files.
 */
@NullMarked
package dev.rouse.file;

import org.jspecify.annotations.NullMarked;
