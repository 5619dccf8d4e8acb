package dev.rouse.channel;

/**
 * What the thread of an {@link InboxReceiver} has to do besides its inbox: for event loops that
 * also look elsewhere for work. All is called by that thread, in {@link
 * InboxReceiver#receiveUninterruptibly(int, Idle)}.
 *
 * <p>Whoever makes other work for the thread first makes it, and then calls {@link Inbox#wake}.
 * Both look at each other as a sender and the receiver do, so no work is missed. {@link #hasWork}
 * must read with at least acquire semantics.
 */
public interface Idle {
  /**
   * Tells whether there is other work. Asked often while the receiver spins, so it should be cheap.
   *
   * @return true if the wait must end
   */
  boolean hasWork();

  /**
   * Tells whether the receiver may spin before it sleeps, as its policy says. Of several threads
   * that share their work, one that spins is enough.
   *
   * @return false to sleep at once
   */
  default boolean maySpin() {
    return true;
  }

  /**
   * Is called when the receiver has spun and is about to sleep; with a policy that never sleeps,
   * before it spins.
   *
   * @return how long to sleep at most, in nanoseconds; 0 or less not to sleep, {@code
   *     Long.MAX_VALUE} for no limit
   */
  long sleepNanos();
}
