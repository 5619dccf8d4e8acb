/**
 * The command-line tool for region files: its arguments, and what it prints where. Not exported.
 */
@NullMarked
package dev.rouse.internal.tool;

import org.jspecify.annotations.NullMarked;
