/** What is measured, and for how long. */
@NullMarked
package dev.rouse.jmh.bench.plan;

import org.jspecify.annotations.NullMarked;
