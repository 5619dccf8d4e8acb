package dev.rouse.file;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown when a file is not a region file that this version of the library can use: it is something
 * else, or damaged, or of another version or byte order, or has other parts than expected. Also if
 * it could not be trusted, because others than its {@link FileAccess} says can write to it.
 */
public class RegionFormatException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the file, what was found and what was expected
   */
  public RegionFormatException(String message) {
    super(message);
  }
}
