package dev.rouse.jmh.link;

import java.util.function.LongConsumer;

/** Sends 8-byte messages from one thread to one other. */
public interface Link {
  /**
   * Sends a message; waits while the link is full, in its own way.
   *
   * @param value the message, not negative
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void send(long value) throws InterruptedException;

  /**
   * Receives what is there, at least one message unless the link polls; waits while there is
   * nothing, in its own way.
   *
   * @param sink gets each message
   * @return false if no more messages come
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  boolean receive(LongConsumer sink) throws InterruptedException;

  /** Ends the link: the receiver gets what was sent, then false. Called by the sender. */
  void close() throws InterruptedException;
}
