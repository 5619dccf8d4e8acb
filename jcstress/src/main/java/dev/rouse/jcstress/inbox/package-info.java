/** Inboxes. */
@NullMarked
package dev.rouse.jcstress.inbox;

import org.jspecify.annotations.NullMarked;
