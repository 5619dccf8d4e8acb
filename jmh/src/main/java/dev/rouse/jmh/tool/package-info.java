/**
 * What the tools of this module share: errors for their user, what they say about the machine, and
 * pages with charts.
 */
@NullMarked
package dev.rouse.jmh.tool;

import org.jspecify.annotations.NullMarked;
