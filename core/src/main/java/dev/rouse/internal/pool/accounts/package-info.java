/**
 * The accounts of a pool: how many jobs were accepted, what has become of them, and who waits for
 * that. Not exported.
 */
@NullMarked
package dev.rouse.internal.pool.accounts;

import org.jspecify.annotations.NullMarked;
