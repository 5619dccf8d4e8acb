package dev.rouse.channel;

/**
 * What the thread of an {@link InboxReceiver} has to do besides its inbox: for event loops that
 * also look elsewhere for work. All is called by that thread, in {@link InboxReceiver#receive(int,
 * Idle)} and {@link InboxReceiver#receiveUninterruptibly(int, Idle)}.
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
   * Returns how long the receiver may spin before it sleeps, if its policy says that it spins. Of
   * several threads that share their work, one that spins is enough; and a spin should not last
   * longer than the wait may.
   *
   * @return the time in nanoseconds; 0 or less to sleep at once, {@code Long.MAX_VALUE} for no
   *     limit but the policy's
   */
  default long maxSpinNanos() {
    return Long.MAX_VALUE;
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
