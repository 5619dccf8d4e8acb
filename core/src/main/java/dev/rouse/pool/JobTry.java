package dev.rouse.pool;

import org.jspecify.annotations.Nullable;

/**
 * One try of a job that was given up.
 *
 * @param worker the name of the worker's thread
 * @param nanos how long the handler has run, in nanoseconds
 * @param failure what the handler has thrown; null if it has returned, after the time limit
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public record JobTry(String worker, long nanos, @Nullable Throwable failure) {}
