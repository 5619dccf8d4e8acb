/** Codecs: values to bytes and back. A codec is stateless and knows nothing of rings. */
@NullMarked
package dev.rouse.codec;

import org.jspecify.annotations.NullMarked;
