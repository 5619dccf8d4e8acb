/** What was measured, read from JMH's own JSON. */
@NullMarked
package dev.rouse.jmh.bench.result;

import org.jspecify.annotations.NullMarked;
