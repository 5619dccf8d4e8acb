package dev.rouse.file;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Thrown when somebody else has the role that was asked for. Its lock says so; the process id comes
 * from the file and is for messages only.
 */
public class RoleTakenException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * How far two processes may differ in what they read as the start of a third: the system keeps
   * the time since its own start, and the time of that in whole seconds.
   */
  private static final Duration PRECISION = Duration.ofSeconds(2);

  /** The part. */
  private final String label;

  /** The role. */
  private final String role;

  /** The process that has the role. */
  private final long pid;

  /** When that process was started. */
  private final Instant started;

  /**
   * Makes the exception.
   *
   * @param label the part
   * @param role the role
   * @param pid the process that has it
   * @param started when that process was started
   */
  public RoleTakenException(String label, String role, long pid, Instant started) {
    super(
        "a second %s of \"%s\": process %d, started at %s, is the %s"
            .formatted(role, label, pid, started, role));
    this.label = label;
    this.role = role;
    this.pid = pid;
    this.started = started;
  }

  /**
   * Returns the part.
   *
   * @return its label
   */
  public String label() {
    return label;
  }

  /**
   * Returns the role.
   *
   * @return its name, such as {@code receiver}
   */
  public String role() {
    return role;
  }

  /**
   * Returns which process has the role.
   *
   * @return its id
   */
  public long pid() {
    return pid;
  }

  /**
   * Returns when that process was started.
   *
   * @return the time, to the precision of the system's record
   */
  public Instant started() {
    return started;
  }

  /**
   * Returns the process that has the role, if a process with its id and its start time exists. To
   * replace a process that hangs or is stopped, end it, wait until it is gone, and ask for the role
   * again:
   *
   * {@snippet class="dev.rouse.samples.TakeOverSample" region="program"}
   *
   * <p>There is no other way to take a role from a process that lives. A process that is stopped
   * has its lock; continued in the middle of an operation, it would write over what its successor
   * has written, and no check before the write can prevent that.
   *
   * <p>Of a file that several users share, the holder may be a process of another user. This
   * process may not end that, unless it has the right to: {@link ProcessHandle#destroy} then
   * returns false. If the system hides the processes of other users ({@code /proc} mounted with
   * {@code hidepid}), nothing is returned, although {@link #pid} is right.
   *
   * @return the process, which may be this one; nothing if there is none, or it is hidden
   */
  public Optional<ProcessHandle> holder() {
    return ProcessHandle.of(pid).filter(this::wasStartedThen);
  }

  private boolean wasStartedThen(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(start, started).abs().compareTo(PRECISION) <= 0)
        .isPresent();
  }
}
