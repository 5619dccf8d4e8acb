/** What the tests of several layers share. */
@NullMarked
package dev.rouse.testing;

import org.jspecify.annotations.NullMarked;
