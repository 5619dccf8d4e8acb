package dev.rouse.channel;

/**
 * Is called with values that an {@link Inbox} has received from one sender, several at once. With
 * all of them at hand it can fetch what they refer to before it deals with the first one, and it is
 * called less often than a handler of single values.
 */
@FunctionalInterface
public interface LongBatchHandler {
  /**
   * Handles values. They were taken out of the channel before: if this throws, those it has not
   * dealt with are lost, unless it keeps them.
   *
   * @param values where they are, from index 0; must not be changed. The array is the same each
   *     time, and is not written to before the next call for the same sender
   * @param count how many there are, from 1 to {@link Inbox#TURN}
   */
  void handle(long[] values, int count);
}
