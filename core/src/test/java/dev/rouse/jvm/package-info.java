/** What the library asks of the JVM: nothing that makes it warn. */
@NullMarked
package dev.rouse.jvm;

import org.jspecify.annotations.NullMarked;
