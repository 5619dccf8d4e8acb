/** Two threads that hand a turn to each other, in as many ways as there are classes. */
@NullMarked
package dev.rouse.jmh.peer;

import org.jspecify.annotations.NullMarked;
