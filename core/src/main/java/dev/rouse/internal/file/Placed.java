package dev.rouse.internal.file;

import dev.rouse.file.Part;

/**
 * A part and its place in a file.
 *
 * @param part the part
 * @param index its place in the directory, from 0
 * @param offset where it starts, in bytes from the start of the file
 */
public record Placed(Part part, int index, long offset) {}
