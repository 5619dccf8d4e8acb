/** How the tool writes what it has found: as text for people, and as JSON. Not exported. */
@NullMarked
package dev.rouse.internal.tool.text;

import org.jspecify.annotations.NullMarked;
