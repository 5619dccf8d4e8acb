/**
 * The system calls: the only package that uses restricted (native) methods. Not exported. If native
 * access is not granted, nothing here is called, and the reason is stored.
 */
@NullMarked
package dev.rouse.internal.os;

import org.jspecify.annotations.NullMarked;
