package dev.rouse.pool;

import java.io.Serial;
import java.util.Arrays;
import java.util.Set;

/** Shows where a job was submitted: suppressed in its {@link JobException}. */
final class SubmitTrace extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Those whose frames say nothing of the submitter. */
  private static final Set<String> OWN =
      Set.of(WorkerPool.class.getName(), Supervisor.class.getName());

  /** Made by the thread that submits. */
  SubmitTrace() {
    super("submitted by thread " + Thread.currentThread().getName());
  }

  /** Leaves the pool's own frames out. Only when a job has failed: frames are expensive to make. */
  SubmitTrace trim() {
    StackTraceElement[] frames = getStackTrace();
    int own = 0;
    while (own < frames.length && OWN.contains(frames[own].getClassName())) {
      own++;
    }
    if (own < frames.length) {
      setStackTrace(Arrays.copyOfRange(frames, own, frames.length));
    }
    return this;
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // its class says nothing to a user
  public String toString() {
    return String.valueOf(getMessage());
  }
}
