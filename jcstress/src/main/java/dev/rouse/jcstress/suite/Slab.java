package dev.rouse.jcstress.suite;

import dev.rouse.memory.Region;

/**
 * Places in zeroed off-heap memory for the states of a test. jcstress makes millions of states; a
 * region for each would take nearly all the time, so a region serves many of them and is collected
 * when the last of them is.
 */
public final class Slab {
  private static final long CHUNK_BYTES = 256 * 1024;
  private static final ThreadLocal<Slab> CURRENT = ThreadLocal.withInitial(Slab::new);

  private Region region = Region.allocate(CHUNK_BYTES);
  private long next;

  private Slab() {}

  /** A place in a region. */
  public record Place(Region region, long offset) {}

  /**
   * Returns a place that nobody else has.
   *
   * @param byteSize its size in bytes
   * @return the place, zeroed
   */
  public static Place place(long byteSize) {
    return CURRENT.get().take((byteSize + Region.ALIGNMENT - 1) & -Region.ALIGNMENT);
  }

  private Place take(long byteSize) {
    if (next + byteSize > CHUNK_BYTES) {
      region = Region.allocate(CHUNK_BYTES);
      next = 0;
    }
    var place = new Place(region, next);
    next += byteSize;
    return place;
  }
}
