package dev.rouse.pool;

import org.jspecify.annotations.Nullable;

/**
 * What does a worker's jobs.
 *
 * @param jobs does those of submit
 * @param records does those of submitters; null if the pool takes none
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
record Handlers<J, R>(JobHandler<J, R> jobs, @Nullable RecordJobHandler records) {}
