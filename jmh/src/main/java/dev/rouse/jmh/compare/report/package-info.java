/** What a comparison found, as a table, JSON and a page with charts. */
@NullMarked
package dev.rouse.jmh.compare.report;

import org.jspecify.annotations.NullMarked;
