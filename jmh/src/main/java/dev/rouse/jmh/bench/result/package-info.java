/**
 * What was measured: raw iterations of JMH, the figures they are reduced to, and their CSV file.
 */
@NullMarked
package dev.rouse.jmh.bench.result;

import org.jspecify.annotations.NullMarked;
