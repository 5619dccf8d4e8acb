/**
 * Ways of sending numbers from one process to another, with the interface of {@link
 * dev.rouse.jmh.link.Link}. Knows nothing of who is at the other end.
 */
@NullMarked
package dev.rouse.jmh.medium;

import org.jspecify.annotations.NullMarked;
