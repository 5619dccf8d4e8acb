/** What the measurements say: ratios with their spread, claims with their verdicts, the answer. */
@NullMarked
package dev.rouse.jmh.compare.verdict;

import org.jspecify.annotations.NullMarked;
