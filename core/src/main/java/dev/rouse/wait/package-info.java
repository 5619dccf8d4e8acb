/**
 * How to wait: policies for the ends of signals and channels, and which kind of memory barrier
 * their protocol uses on this machine.
 */
@NullMarked
package dev.rouse.wait;

import org.jspecify.annotations.NullMarked;
