/** The code in the documentation is code that is compiled and run. */
@NullMarked
package dev.rouse.docs;

import org.jspecify.annotations.NullMarked;
