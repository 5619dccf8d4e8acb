/**
 * The slots that a submitter and the workers share: what lies in them, the messages that name them,
 * and which of the jobs that were sent have begun and ended. Not exported.
 */
@NullMarked
package dev.rouse.internal.pool.slots;

import org.jspecify.annotations.NullMarked;
