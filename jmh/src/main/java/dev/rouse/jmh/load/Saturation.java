package dev.rouse.jmh.load;

import static dev.rouse.jmh.contender.OwnWords.FIRST;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;

/** Sends batches through a link as fast as it goes, and checks the sum of what arrived. */
public final class Saturation {
  private final Link link;
  private final Receiver receiver;
  private final int messages;
  private final long sumOfBatch;
  private final long[] sent = OwnWords.allocate(1);

  /**
   * Starts the receiver.
   *
   * @param contender what carries the messages, see {@link Links}
   * @param payload the bytes of each message
   * @param messages how many make a batch
   */
  public Saturation(Contender contender, int payload, int messages) {
    this.link = Links.of(contender, payload);
    this.messages = messages;
    this.receiver = new Receiver(link, messages);
    this.sumOfBatch = Messages.sum(messages, payload);
  }

  /**
   * Sends a batch and waits until all of it has arrived.
   *
   * @return the sum of all messages so far
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if the sum is wrong
   */
  public long transfer() throws InterruptedException {
    Messages.send(link, messages);
    long batches = ++sent[FIRST];
    long sum = receiver.await(batches * messages);
    if (sum != batches * sumOfBatch) {
      throw new IllegalStateException(
          "sum of %d batches: %d, expected %d".formatted(batches, sum, batches * sumOfBatch));
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
