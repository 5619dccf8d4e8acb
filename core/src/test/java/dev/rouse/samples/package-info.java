/**
 * The programs that the documentation shows. {@link dev.rouse.samples.SamplesTest} runs each of
 * them. Javadoc shows the lines between {@code @start} and {@code @end}; the Markdown pages repeat
 * lines from there, and {@link dev.rouse.docs.MarkdownTest} compares them.
 */
@NullMarked
package dev.rouse.samples;

import org.jspecify.annotations.NullMarked;
