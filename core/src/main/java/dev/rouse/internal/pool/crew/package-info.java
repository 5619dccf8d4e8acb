/**
 * The workers of a pool, without what is known only of its jobs: their queues, their turns and
 * their sleep, and whom to wake for a job. Not exported.
 */
@NullMarked
package dev.rouse.internal.pool.crew;

import org.jspecify.annotations.NullMarked;
