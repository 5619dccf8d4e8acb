/** The measurements as text and as a page with charts. */
@NullMarked
package dev.rouse.jmh.bench.report;

import org.jspecify.annotations.NullMarked;
