package dev.rouse.file;

import java.io.Serial;

/**
 * Thrown by a wait when the process at the other end has ended without closing its region, however
 * it has ended. Everything that it had published before can still be received. Each loss is
 * reported at most once, and of several in a row only the last; a later wait waits for a successor.
 */
public class PeerLostException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  /** The part. */
  private final String label;

  /** Which role the lost process had. */
  private final String role;

  /** The lost process. */
  private final long pid;

  /** Which holder of the role it was. */
  private final long epoch;

  /**
   * Makes the exception.
   *
   * @param label the part
   * @param role the role that the lost process had
   * @param pid the process
   * @param epoch which holder of the role it was: 1 for the first one
   */
  public PeerLostException(String label, String role, long pid, long epoch) {
    super(
        "the %s of \"%s\" is gone: process %d, epoch %d, expected it to close the part or its region first"
            .formatted(role, label, pid, epoch));
    this.label = label;
    this.role = role;
    this.pid = pid;
    this.epoch = epoch;
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
   * Returns which role the lost process had.
   *
   * @return its name, such as {@code sender}
   */
  public String role() {
    return role;
  }

  /**
   * Returns which process was lost.
   *
   * @return its id
   */
  public long pid() {
    return pid;
  }

  /**
   * Returns which holder of the role it was.
   *
   * @return its epoch: 1 for the first one, and one more for each that follows
   */
  public long epoch() {
    return epoch;
  }
}
