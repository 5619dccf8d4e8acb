package dev.rouse.file;

import java.io.Serial;
import java.time.Instant;

/**
 * Thrown when somebody else has the role that was asked for. Its lock says so; the process id comes
 * from the file and is for messages only.
 */
public class RoleTakenException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

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
}
