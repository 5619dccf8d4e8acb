/**
 * Duplex channels: two channels back to back, for two sides that talk to each other.
 *
 * <p>Memory consistency: what one side does before a send happens-before the return of the receive
 * that gets the value, or the handling of the record, on the other side.
 */
@NullMarked
package dev.rouse.duplex;

import org.jspecify.annotations.NullMarked;
