package dev.rouse.internal.inspect;

/**
 * Something that a check has found.
 *
 * @param isError true if something is damaged; false for what can happen to a file in use, such as
 *     a process that was killed
 * @param where the label of the part; empty for the file
 * @param what what was found, and what was expected
 */
public record Finding(boolean isError, String where, String what) {}
