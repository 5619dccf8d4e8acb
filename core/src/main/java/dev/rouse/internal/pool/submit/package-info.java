/**
 * The submitters' side of the slots: which worker gets the jobs, and how the answers come back. Not
 * exported.
 */
@NullMarked
package dev.rouse.internal.pool.submit;

import org.jspecify.annotations.NullMarked;
