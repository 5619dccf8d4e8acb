/**
 * What is compared: every contender by name, and those that are not a link. {@link
 * dev.rouse.jmh.link.Links} makes the links.
 */
@NullMarked
package dev.rouse.jmh.contender;

import org.jspecify.annotations.NullMarked;
