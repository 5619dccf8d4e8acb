/**
 * One pass of an approach over some blocks, and what is measured in it: time, processor time of
 * waiting and of work, allocation, latency, and how long the machine stood still.
 */
@NullMarked
package dev.rouse.jmh.compare.measure;

import org.jspecify.annotations.NullMarked;
