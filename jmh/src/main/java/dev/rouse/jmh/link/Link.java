package dev.rouse.jmh.link;

import java.util.function.LongConsumer;

/**
 * Sends messages from one thread to one other. A message is made of 64-bit words; the first is the
 * value that is sent, and each further one is one more than that before it. Every link writes all
 * of them and reads all of them, so that what is compared is the same work.
 */
public interface Link {
  /** What {@link #receive} returns when no more messages come. */
  int END = -1;

  /**
   * Returns the sum of the words of a message.
   *
   * @param value the message's first word
   * @param payload the bytes of the message, a multiple of 8
   */
  static long sum(long value, int payload) {
    long words = payload / Long.BYTES;
    return words * value + words * (words - 1) / 2;
  }

  /**
   * Sends a message; waits while the link is full, in its own way.
   *
   * @param value the message's first word, from 0 to 4095 where the link says so, else not negative
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void send(long value) throws InterruptedException;

  /** Returns how many messages the link sends in one go, at most. */
  default int batch() {
    return 1;
  }

  /**
   * Sends a batch of messages.
   *
   * @param first the first message's first word; that of each further one is one more
   * @param count how many, from 1 to {@link #batch}
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  default void send(long first, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      send(first + i);
    }
  }

  /**
   * Returns an end for one more sending thread, of which only {@code send} is used.
   *
   * @throws UnsupportedOperationException if the link has one sender only
   */
  default Link newSender() {
    throw new UnsupportedOperationException(this + " has one sender");
  }

  /**
   * Receives what is there. A link that sleeps waits for at least one message; one that polls does
   * not wait, see {@code Idle}.
   *
   * @param sink gets the sum of each message's words
   * @return how many messages were handed over, or {@link #END}
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  int receive(LongConsumer sink) throws InterruptedException;

  /** Ends the link: the receiver gets what was sent, then false. Called by the sender. */
  void close() throws InterruptedException;
}
