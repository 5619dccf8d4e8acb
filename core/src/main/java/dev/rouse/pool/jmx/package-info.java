/**
 * The statistics of a {@link dev.rouse.pool.WorkerPool} for management tools, such as JConsole or a
 * JMX exporter. In a package of its own, because it needs the module {@code java.management}, and
 * nothing else of the library does. A program on the module path must require that module itself,
 * or be started with {@code --add-modules java.management}.
 */
@NullMarked
package dev.rouse.pool.jmx;

import org.jspecify.annotations.NullMarked;
