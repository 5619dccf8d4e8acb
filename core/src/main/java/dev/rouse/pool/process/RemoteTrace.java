package dev.rouse.pool.process;

import java.io.Serial;

/** The stack trace of another process, as the cause of an exception of this one. */
final class RemoteTrace extends Throwable {
  @Serial private static final long serialVersionUID = 1L;

  RemoteTrace(long pid, Thrown thrown) {
    // Without a stack trace of its own: it shows that of the other process.
    super("in process " + pid + ": " + thrown.trace().strip(), null, false, false);
  }
}
