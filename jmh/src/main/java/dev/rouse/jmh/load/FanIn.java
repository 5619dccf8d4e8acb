package dev.rouse.jmh.load;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches from several threads to one, as fast as it goes, and checks the sum of what
 * arrived. The thread that asks for a batch sleeps meanwhile, so that the processors belong to the
 * senders and the receiver.
 */
public final class FanIn {
  /** Of the receiver's own words. */
  private static final int COUNT = OwnWords.FIRST;

  private static final int SUM = COUNT + 1;
  private static final int NEXT = SUM + 1;

  private final Link link;
  private final long messages;
  private final long sumOfBatch;
  private final CyclicBarrier begin;
  private final Semaphore arrived = new Semaphore(0);
  private final Thread receiver;
  private final List<Thread> senders = new ArrayList<>();
  private long batches;

  /** Published through the semaphore: written by the receiver before it releases. */
  private long sum;

  private volatile @Nullable Throwable failure;

  /**
   * Starts the threads.
   *
   * @param contender what carries the messages, see {@link Links}
   * @param count how many threads send
   * @param messages how many messages make a batch, a multiple of {@code count}
   */
  public FanIn(Contender contender, int count, int messages) {
    this.link = Links.of(contender);
    this.messages = messages;
    this.sumOfBatch = count * Messages.sum(messages / count, Long.BYTES);
    this.begin = new CyclicBarrier(count + 1);
    this.receiver = start("receiver", this::receive);
    for (int i = 0; i < count; i++) {
      Link sender = link.newSender();
      senders.add(start("sender " + i, () -> send(sender, messages / count)));
    }
  }

  /**
   * Sends a batch and waits until all of it has arrived.
   *
   * @return the sum of all messages so far
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if the sum is wrong, or a thread has failed
   */
  public long transfer() throws InterruptedException {
    try {
      begin.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("a sender failed", failure);
    }
    arrived.acquire();
    if (failure != null) {
      throw new IllegalStateException("a thread failed", failure);
    }
    batches++;
    if (sum != batches * sumOfBatch) {
      throw new IllegalStateException(
          "sum of %d batches: %d, expected %d".formatted(batches, sum, batches * sumOfBatch));
    }
    return sum;
  }

  /**
   * Ends the threads.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void stop() throws InterruptedException {
    for (Thread sender : senders) {
      sender.interrupt();
      sender.join();
    }
    link.close();
    receiver.join();
  }

  private interface Work {
    void run() throws InterruptedException, BrokenBarrierException;
  }

  private Thread start(String name, Work work) {
    return Thread.ofPlatform()
        .name(name)
        .daemon()
        .start(
            () -> {
              try {
                work.run();
              } catch (InterruptedException | BrokenBarrierException e) {
                // The end.
              } catch (Throwable t) {
                failure = t;
                begin.reset();
                arrived.release();
              }
            });
  }

  private void send(Link sender, int count) throws InterruptedException, BrokenBarrierException {
    while (true) {
      begin.await();
      Messages.send(sender, count);
    }
  }

  private void receive() throws InterruptedException {
    long[] own = OwnWords.allocate(3);
    own[NEXT] = messages;
    LongConsumer sink =
        value -> {
          own[SUM] += value;
          if (++own[COUNT] == own[NEXT]) { // a remainder would take as long as the rest
            own[NEXT] += messages;
            sum = own[SUM];
            arrived.release();
          }
        };
    while (link.receive(sink) != Link.END) {
      // The sink does the work.
    }
  }
}
