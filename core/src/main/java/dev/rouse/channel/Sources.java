package dev.rouse.channel;

import dev.rouse.wait.ClosedException;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The channels of an inbox. The receiver reads them without a lock each time that it looks; to
 * change them is rare, takes a lock and copies the list.
 */
final class Sources {
  private static final Source[] NONE = {};

  private final ReferenceQueue<SendingEnd> gone = new ReferenceQueue<>();

  /** Those whose senders are gone, until they are closed; under the lock. */
  private final List<Source> toClose = new ArrayList<>();

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
   * @return true if some were closed, so that the receiver must be woken to take them off
   * @throws ClosedException if the inbox is closed; the source was not added
   */
  synchronized boolean add(Source source) {
    if (closed) {
      throw new ClosedException("a new sender for a closed inbox");
    }
    boolean someGone = closeGone();
    Source[] before = all;
    Source[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = source;
    all = after;
    return someGone;
  }

  private boolean closeGone() {
    while (gone.poll() instanceof Source source) {
      toClose.add(source);
    }
    boolean some = !toClose.isEmpty();
    try {
      while (!toClose.isEmpty()) {
        toClose.getLast().close();
        toClose.removeLast();
      }
    } catch (RuntimeException | Error e) {
      // Next time. It is not the concern of the caller, who makes a sender of its own.
    }
    return some;
  }

  /** Takes a source off the list. Does nothing if it is not in it. */
  synchronized void remove(Source source) {
    all = Arrays.stream(all).filter(other -> other != source).toArray(Source[]::new);
  }

  /**
   * Lets nobody send any more. May be called again.
   *
   * @throws RuntimeException if a sender could not be told; all others were. Another call tries
   *     again
   */
  synchronized void close() {
    closed = true;
    Throwable failure = null;
    for (Source source : all) {
      try {
        source.close();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }
}
