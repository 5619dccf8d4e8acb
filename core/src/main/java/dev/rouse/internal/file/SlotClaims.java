package dev.rouse.internal.file;

import java.util.HashSet;
import java.util.Set;

/**
 * Who writes which slot of a table in a file. A claim is a lock of a byte that belongs to the slot,
 * held for as long as it takes to write it. The system releases the lock when the process dies,
 * after the last of its threads has ended. So whoever has a slot's claim knows that nobody writes
 * it any more, whatever a dead process has left there. No process waits for another: a claim that
 * somebody else has is refused.
 *
 * <p>The lock of a byte belongs to the open file, which all threads that use the same region share.
 * What each of them has claimed is kept here. The monitor is held for one system call at a time.
 *
 * <p>A region may be closed while one of its threads writes a slot. Then the file stays open until
 * that claim is released: a lock that went earlier would let another process write the same slot.
 */
public final class SlotClaims {
  /** The byte of a slot at offset x of the file is this one + x; far beyond the roles' bytes. */
  static final long FIRST_PLACE = 1L << 60;

  private final OpenFile file;

  /** The places that are claimed through this object; guarded by it. */
  private final Set<Long> claimed = new HashSet<>();

  private boolean closing;

  SlotClaims(OpenFile file) {
    this.file = file;
  }

  /**
   * Claims a slot, unless somebody has done so. Does not wait.
   *
   * @param offset where the slot is, in bytes from the start of the file
   * @return whether the slot is the caller's until it calls {@link #release}
   * @throws IllegalStateException if the region is closed
   */
  public synchronized boolean tryClaim(long offset) {
    if (closing) {
      throw new IllegalStateException("the region is closed, expected one that is open");
    }
    long place = FIRST_PLACE + offset;
    if (!claimed.add(place)) {
      return false;
    }
    boolean locked = false;
    try {
      locked = file.tryLock(place, false);
      return locked;
    } catch (RuntimeException | Error e) {
      unlockAfter(e, place); // it may have been locked before that
      throw e;
    } finally {
      if (!locked) {
        claimed.remove(place);
      }
    }
  }

  /**
   * Releases a claim.
   *
   * @param offset what was claimed
   */
  public synchronized void release(long offset) {
    long place = FIRST_PLACE + offset;
    try {
      file.unlock(place);
    } finally {
      // Also if it is still locked: the slot is written, so this file may claim it again.
      claimed.remove(place);
      if (closing && claimed.isEmpty()) {
        file.close();
      }
    }
  }

  private void unlockAfter(Throwable failure, long place) {
    try {
      file.unlock(place);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** Refuses new claims, and closes the file: at once, or when the last claim is released. */
  synchronized void closeFile() {
    closing = true;
    if (claimed.isEmpty()) {
      file.close();
    }
  }
}
