package dev.rouse.jmh.load;

import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;

/** A number of messages whose values count up, and start again where no link takes more. */
public final class Messages {
  private Messages() {}

  /**
   * Sends them, in batches if the link does.
   *
   * @param link where to
   * @param count how many
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static void send(Link link, int count) throws InterruptedException {
    int batch = link.batch();
    if (batch == 1) {
      for (int i = 0; i < count; i++) {
        link.send(value(i));
      }
      return;
    }
    for (int i = 0; i < count; i += batch) { // no batch is where the values start again
      link.send(value(i), Math.min(batch, count - i));
    }
  }

  /**
   * Returns the sum of all of their words.
   *
   * @param count how many
   * @param payload the bytes of each message, a multiple of 8
   */
  public static long sum(int count, int payload) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Link.sum(value(i), payload);
    }
    return sum;
  }

  private static long value(int i) {
    return i & (Links.VALUES - 1);
  }
}
