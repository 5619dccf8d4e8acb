/**
 * A bounded single-producer single-consumer buffer of variable-length records, which never blocks.
 *
 * <p>Memory consistency: what the producer does before a commit (or an offer that returns true)
 * happens-before the handling of the committed records by the consumer. What the consumer does with
 * a record happens-before the claim (or offer) that gets the record's space again.
 */
@NullMarked
package dev.rouse.ring;

import org.jspecify.annotations.NullMarked;
