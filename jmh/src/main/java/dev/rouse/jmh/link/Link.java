package dev.rouse.jmh.link;

import java.util.function.LongConsumer;

/**
 * Sends messages from one thread to one other. A message is made of 64-bit words; the first is the
 * value that is sent, and each further one is one more than that before it. Every link writes all
 * of them and reads all of them, so that what is compared is the same work.
 */
public interface Link {
  /**
   * Sends a message; waits while the link is full, in its own way.
   *
   * @param value the message's first word, from 0 to 4095 where the link says so, else not negative
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void send(long value) throws InterruptedException;

  /** Sends what was held back to be sent in one go. Called by the sender. */
  default void flush() {}

  /**
   * Receives what is there, at least one message unless the link polls; waits while there is
   * nothing, in its own way.
   *
   * @param sink gets the sum of each message's words
   * @return false if no more messages come
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean receive(LongConsumer sink) throws InterruptedException;

  /** Ends the link: the receiver gets what was sent, then false. Called by the sender. */
  void close() throws InterruptedException;
}
