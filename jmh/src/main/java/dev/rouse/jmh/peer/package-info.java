/**
 * The other end of a benchmark between processes: how it is started, told what to do and ended, and
 * what is sent to it. A thread can take the place of the process, with the same code.
 */
@NullMarked
package dev.rouse.jmh.peer;

import org.jspecify.annotations.NullMarked;
