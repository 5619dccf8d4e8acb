package dev.rouse.jmh.load;

import dev.rouse.jmh.link.Link;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A thread that receives from a link and adds up, so that a benchmark can check what arrived. */
public final class Receiver {
  private final Link link;
  private final Thread thread;
  private long count;
  private long nextPublication;
  private long sum;
  private volatile long published;
  private volatile long publishedSum;
  private volatile @Nullable Throwable failure;

  /**
   * Starts the thread.
   *
   * @param link where to receive from
   * @param batch after how many messages the sum is published
   * @param idle what to do between two looks
   */
  public Receiver(Link link, long batch, Idle idle) {
    this.link = link;
    this.nextPublication = batch;
    LongConsumer sink =
        value -> {
          sum += value;
          if (++count == nextPublication) { // a remainder would take as long as the rest
            nextPublication += batch;
            publishedSum = sum;
            published = count;
          }
        };
    thread =
        Thread.ofPlatform()
            .name("receiver")
            .daemon()
            .start(
                () -> {
                  try {
                    int found;
                    while ((found = link.receive(sink)) != Link.END) {
                      idle.after(found);
                    }
                  } catch (Throwable t) {
                    failure = t;
                  }
                });
  }

  /**
   * Spins until a number of messages has arrived, a multiple of the batch.
   *
   * @param expected how many since the start
   * @return the sum of all of them
   */
  public long await(long expected) {
    while (published != expected) {
      if (failure != null) {
        throw new IllegalStateException("the receiver failed", failure);
      }
      Thread.onSpinWait();
    }
    return publishedSum;
  }

  /**
   * Closes the link and waits for the thread's end.
   *
   * @throws InterruptedException if the caller is interrupted while it waits
   */
  public void stop() throws InterruptedException {
    link.close();
    thread.join();
  }
}
