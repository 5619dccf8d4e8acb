package dev.rouse.file;

/** What the creation of a region file does if there is one at its path. */
public enum IfExists {
  /** Fails with {@link java.nio.file.FileAlreadyExistsException}. */
  FAIL,

  /** Opens it if it has the same parts, and otherwise fails with {@link RegionFormatException}. */
  REUSE,

  /**
   * Puts a new file in its place if it is a region file that no process has open, and otherwise
   * fails with {@link java.nio.file.FileSystemException} or {@link RegionFormatException}.
   */
  REPLACE
}
