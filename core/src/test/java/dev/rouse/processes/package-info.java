/** Region files that several processes have open: tests with real processes, which are killed. */
@NullMarked
package dev.rouse.processes;

import org.jspecify.annotations.NullMarked;
