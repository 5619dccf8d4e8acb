/** What derived codecs are made of. */
@NullMarked
package dev.rouse.internal.codec;

import org.jspecify.annotations.NullMarked;
