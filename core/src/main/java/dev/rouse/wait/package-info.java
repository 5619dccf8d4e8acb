/**
 * How to wait: policies for the ends of channels and signals, and which kind of memory barrier the
 * wait protocol uses on this machine.
 *
 * <p>The page {@code core/docs/wait-protocol.md} in the source repository explains the wait
 * protocol: the states of a waiting end, why no wake-up is lost, and what it costs.
 */
@NullMarked
package dev.rouse.wait;

import org.jspecify.annotations.NullMarked;
