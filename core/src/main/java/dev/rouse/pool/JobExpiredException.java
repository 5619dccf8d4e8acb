package dev.rouse.pool;

import java.io.Serial;

/**
 * A job has waited for its start longer than its {@linkplain JobOptions#withExpiry expiry} allows,
 * and never starts. The message tells how long it has waited. There is no cause.
 */
public final class JobExpiredException extends JobException {
  @Serial private static final long serialVersionUID = 1L;

  JobExpiredException(long number, String message) {
    super(number, "", message, null);
  }
}
