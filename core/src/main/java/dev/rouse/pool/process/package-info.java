/**
 * Workers of a pool in processes of their own: a job that crashes its process, or takes all its
 * memory, harms no other.
 *
 * <p>{@link dev.rouse.pool.process.WorkerProcesses} makes the pool, {@link
 * dev.rouse.pool.process.WorkerProcess} is the other side, in each of the processes. For memory
 * that the processes share: what a thread did before it submitted a job happens-before the handler
 * runs, and what the handler did happens-before a return with its reply.
 */
@NullMarked
package dev.rouse.pool.process;

import org.jspecify.annotations.NullMarked;
