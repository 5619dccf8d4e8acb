package dev.rouse.pool.process;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A handler in a worker process has thrown an exception. It comes as text, because its class need
 * not be known in this process: the message of this exception begins with the name of that class,
 * and the cause shows the stack trace of the worker process. The process goes on.
 *
 * <p>The pool treats it as if the handler had thrown it in this process: it is the cause of the
 * {@link dev.rouse.pool.JobException}, and what a {@link
 * dev.rouse.pool.JobOptions#withRetryIf(java.util.function.Predicate)} is asked about.
 */
@SuppressWarnings("exports") // @Nullable is for compilers; nothing of it is needed at run time
public final class HandlerException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** The name of the class. */
  private final String thrownClass;

  /** The message, if any. */
  private final @Nullable String thrownMessage;

  /** The stack trace. */
  private final String remoteTrace;

  HandlerException(long pid, Thrown thrown) {
    super(thrown.summary(), new RemoteTrace(pid, thrown));
    this.thrownClass = thrown.className();
    this.thrownMessage = thrown.message();
    this.remoteTrace = thrown.trace();
  }

  /**
   * Returns the name of the class of what was thrown.
   *
   * @return the name, such as {@code java.io.IOException}
   */
  public String thrownClass() {
    return thrownClass;
  }

  /**
   * Returns the message of what was thrown.
   *
   * @return the message, cut if it is very long; or null if there was none
   */
  public @Nullable String thrownMessage() {
    return thrownMessage;
  }

  /**
   * Returns the stack trace of what was thrown, with its causes, as the worker process would have
   * printed it.
   *
   * @return the text, cut if it is very long
   */
  public String remoteTrace() {
    return remoteTrace;
  }
}
