package dev.rouse.pool;

import dev.rouse.codec.RecordCodec;

/**
 * How jobs and replies look in memory.
 *
 * @param jobs writes and reads the jobs
 * @param maxJobBytes how long a job can be
 * @param replies writes and reads the replies
 * @param maxReplyBytes how long a reply can be
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
record RecordFormat<J, R>(
    RecordCodec<J> jobs, int maxJobBytes, RecordCodec<R> replies, int maxReplyBytes) {}
