/** Codecs: convert values to bytes and back. A codec is stateless and independent of rings. */
@NullMarked
package dev.rouse.codec;

import org.jspecify.annotations.NullMarked;
