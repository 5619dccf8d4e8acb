/**
 * The system calls: the only place with restricted (native) methods. Not exported. Where native
 * access is not granted, nothing here is called and the reason is kept.
 */
@NullMarked
package dev.rouse.internal.os;

import org.jspecify.annotations.NullMarked;
