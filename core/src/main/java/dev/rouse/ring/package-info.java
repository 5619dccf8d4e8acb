/**
 * Bounded single-producer single-consumer buffers, which never block: of variable-length records,
 * and of longs.
 *
 * <p>Memory consistency: what the producer does before a commit (or an offer that returns true)
 * happens-before the handling of the committed records, or longs, by the consumer. What the
 * consumer does before it frees their space happens-before the claim (or offer) that gets the space
 * again.
 */
@NullMarked
package dev.rouse.ring;

import org.jspecify.annotations.NullMarked;
