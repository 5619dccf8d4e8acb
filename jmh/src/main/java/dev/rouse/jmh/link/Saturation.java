package dev.rouse.jmh.link;

/** Sends batches through a link as fast as it goes, and checks the sum of what arrived. */
public final class Saturation {
  private final Link link;
  private final Receiver receiver;
  private final int messages;
  private long batches;

  /**
   * Starts the receiver.
   *
   * @param link what carries the messages
   * @param messages how many make a batch
   */
  public Saturation(Link link, int messages) {
    this.link = link;
    this.messages = messages;
    this.receiver = new Receiver(link, messages);
  }

  /**
   * Sends a batch and waits until all of it has arrived.
   *
   * @return the sum of all messages so far
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if the sum is wrong
   */
  public long transfer() throws InterruptedException {
    for (long i = 0; i < messages; i++) {
      link.send(i);
    }
    batches++;
    long sum = receiver.await(batches * messages);
    if (sum != batches * ((long) messages * (messages - 1) / 2)) {
      throw new IllegalStateException("sum of " + batches + " batches: " + sum);
    }
    return sum;
  }

  /**
   * Ends the receiver.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void stop() throws InterruptedException {
    receiver.stop();
  }
}
