/** Ratios, tables, charts and a page: all of them functions of a file of results. */
@NullMarked
package dev.rouse.jmh.bench.report;

import org.jspecify.annotations.NullMarked;
