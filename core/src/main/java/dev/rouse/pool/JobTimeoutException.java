package dev.rouse.pool;

import java.io.Serial;

/**
 * A job has taken longer than its {@linkplain JobOptions#withTimeLimit time limit}, and was asked
 * to stop. Its handler may still run. There is no cause.
 */
public final class JobTimeoutException extends JobException {
  @Serial private static final long serialVersionUID = 1L;

  JobTimeoutException(long number, String worker, String message) {
    super(number, worker, message, null);
  }
}
