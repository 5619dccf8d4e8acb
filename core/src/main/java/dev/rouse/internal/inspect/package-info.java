/**
 * How somebody who takes no part in a region file looks at its parts, checks them and repairs them.
 * Not exported.
 *
 * <p>Each kind of part has a {@link dev.rouse.internal.inspect.PartInspector} next to the layout
 * that it knows, in the package of its block, which enters it in {@link
 * dev.rouse.internal.inspect.PartInspectors}.
 */
@NullMarked
package dev.rouse.internal.inspect;

import org.jspecify.annotations.NullMarked;
