/**
 * Region files: how they are opened safely, their header, and who has which role. Not exported.
 *
 * <p>{@link dev.rouse.internal.file.OpenFile} is an open file with its locks, {@link
 * dev.rouse.internal.file.RegionHeader} the layout, {@link dev.rouse.internal.file.RegionFile} the
 * whole.
 */
@NullMarked
package dev.rouse.internal.file;

import org.jspecify.annotations.NullMarked;
