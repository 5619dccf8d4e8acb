/**
 * A worker pool: a fixed number of threads that sleep while there are no jobs, and are woken as few
 * at a time as the jobs need.
 *
 * <p>Memory consistency: what a thread does before it submits a job happens-before the job's
 * handler runs; what the handler does happens-before a return that shows its future completed.
 */
@NullMarked
package dev.rouse.pool;

import org.jspecify.annotations.NullMarked;
