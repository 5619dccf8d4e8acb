/** Ways of sending numbers from one thread to another, with one interface. */
@NullMarked
package dev.rouse.jmh.link;

import org.jspecify.annotations.NullMarked;
