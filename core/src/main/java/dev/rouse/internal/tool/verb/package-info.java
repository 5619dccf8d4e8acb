/** What the tool can do with region files: to list, show, check and repair them. Not exported. */
@NullMarked
package dev.rouse.internal.tool.verb;

import org.jspecify.annotations.NullMarked;
