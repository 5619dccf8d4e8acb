package dev.rouse.internal.file;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Tells the layers above which file a region has. The region's class is above this package and sets
 * it, so that nothing of this is in its public methods.
 */
public abstract class RegionFiles {
  private static volatile @Nullable RegionFiles access;

  /** For the region's class. */
  protected RegionFiles() {}

  /**
   * Says how to get from a region to its file.
   *
   * @param files the way
   */
  public static void set(RegionFiles files) {
    access = files;
  }

  /**
   * Returns the file of a region.
   *
   * @param region the region
   * @return the open file
   * @throws IllegalArgumentException if it has none
   * @throws IllegalStateException if it is closed
   */
  public static RegionFile of(Object region) {
    return access().file(region);
  }

  /**
   * Returns a region of the memory of a part, in which what lives there has the offsets that it
   * would have in a region of its own.
   *
   * @param memory the memory of the part
   * @return the region, which ends with that of the file
   */
  public static Object viewOf(MemorySegment memory) {
    return access().view(memory);
  }

  private static RegionFiles access() {
    RegionFiles files = access;
    if (files == null) {
      throw new IllegalStateException("no region was made, expected one");
    }
    return files;
  }

  /**
   * Returns the file of a region.
   *
   * @param region the region
   * @return the open file
   * @throws IllegalArgumentException if it has none
   * @throws IllegalStateException if it is closed
   */
  protected abstract RegionFile file(Object region);

  /**
   * Returns a region of some of the memory of another one, with which it is closed.
   *
   * @param memory the memory
   * @return the region
   */
  protected abstract Object view(MemorySegment memory);
}
