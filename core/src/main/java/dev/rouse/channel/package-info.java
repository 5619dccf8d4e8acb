/**
 * Channels: rings of records, of longs or of objects, whose two ends can wait. An inbox is a
 * receiver over many of them.
 *
 * <p>Methods named {@code try...}, {@code drain}, {@code poll} and {@code peek} never wait; {@code
 * send}, {@code claim}, {@code receive} and {@code forEach} do.
 *
 * <p>Memory consistency: what the sender does before a send or a commit happens-before the handling
 * of the record, long or object by the receiver. What the receiver does with it before it frees its
 * space happens-before the send or claim that gets the space again. What a thread does before
 * {@code close} happens-before a return that reports the channel closed.
 */
@NullMarked
package dev.rouse.channel;

import org.jspecify.annotations.NullMarked;
