package dev.rouse.jmh.load;

import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A thread that receives from a link and adds up, so that a benchmark can check what arrived. */
public final class Receiver {
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  /** Of the receiver's own words: how many messages have arrived. */
  private static final int COUNT = OwnWords.FIRST;

  /** Of the receiver's own words: the sum of them. */
  private static final int SUM = COUNT + 1;

  /** Of the receiver's own words: at what count both are published next. */
  private static final int NEXT_PUBLICATION = SUM + 1;

  private final Link link;
  private final Thread thread;

  /** Count and sum as they were last published, apart from the words that change all the time. */
  private final long[] published = OwnWords.allocate(2);

  private volatile @Nullable Throwable failure;

  /**
   * Starts the thread.
   *
   * @param link where to receive from
   * @param batch after how many messages the sum is published
   */
  public Receiver(Link link, long batch) {
    this.link = link;
    LongConsumer sink = adder(batch);
    thread =
        Thread.ofPlatform()
            .name("receiver")
            .daemon()
            .start(
                () -> {
                  try {
                    int found;
                    while ((found = link.receive(sink)) != Link.END) {
                      Idle.spin(found);
                    }
                  } catch (Throwable t) {
                    failure = t;
                  }
                });
  }

  private LongConsumer adder(long batch) {
    long[] own = OwnWords.allocate(3);
    own[NEXT_PUBLICATION] = batch;
    return value -> {
      own[SUM] += value;
      if (++own[COUNT] == own[NEXT_PUBLICATION]) { // a remainder would take as long as the rest
        own[NEXT_PUBLICATION] += batch;
        // Release, acquired by await: the sum is there before the count that says so. It stays
        // until the sender, having read it, sends the next batch.
        published[SUM] = own[SUM];
        WORD.setRelease(published, COUNT, own[COUNT]);
      }
    };
  }

  /**
   * Spins until a number of messages has arrived, a multiple of the batch.
   *
   * @param expected how many since the start
   * @return the sum of all of them
   */
  public long await(long expected) {
    while ((long) WORD.getAcquire(published, COUNT) != expected) {
      if (failure != null) {
        throw new IllegalStateException("the receiver failed", failure);
      }
      Thread.onSpinWait();
    }
    return published[SUM];
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
