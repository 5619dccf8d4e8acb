package dev.rouse.channel;

import dev.rouse.wait.ClosedException;
import java.lang.ref.ReferenceQueue;
import java.util.Arrays;

/**
 * The channels of an inbox. The receiver reads them without a lock each time that it looks; to
 * change them is rare, takes a lock and copies the list.
 */
final class Sources {
  private static final Source[] NONE = {};

  private final ReferenceQueue<SendingEnd> gone = new ReferenceQueue<>();

  /**
   * Replaced as a whole. A new source is in it before its sender can publish anything. So a
   * receiver whose look must not miss what was published does not miss the source: the barrier that
   * shows it the publish shows it this store, too.
   */
  private volatile Source[] all = NONE;

  private volatile boolean closed;

  /** Returns the queue for the sources whose senders are not reachable any more. */
  ReferenceQueue<SendingEnd> gone() {
    return gone;
  }

  /** Returns the sources at present. Callers must not change the array. */
  Source[] all() {
    return all;
  }

  /** Tells whether there are no sources, and never will be. */
  boolean haveEnded() {
    return closed && all.length == 0;
  }

  /** Tells whether {@link #close} was called. */
  boolean areClosed() {
    return closed;
  }

  /**
   * Adds a source, and closes those whose senders are gone.
   *
   * @throws ClosedException if the inbox is closed; the source was not added
   */
  synchronized void add(Source source) {
    if (closed) {
      throw new ClosedException("a new sender for a closed inbox");
    }
    while (gone.poll() instanceof Source left) {
      left.close();
    }
    Source[] before = all;
    Source[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = source;
    all = after;
  }

  /** Takes a source off the list. Does nothing if it is not in it. */
  synchronized void remove(Source source) {
    all = Arrays.stream(all).filter(other -> other != source).toArray(Source[]::new);
  }

  /**
   * Lets nobody send any more. May be called again.
   *
   * @throws RuntimeException if a sender could not be woken; all others were. Another call tries
   *     again
   */
  synchronized void close() {
    closed = true;
    RuntimeException failure = null;
    for (Source source : all) {
      try {
        source.close();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
