package dev.rouse.jmh.load;

import static dev.rouse.jmh.contender.OwnWords.FIRST;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Two links, and a thread that sends back on the one what it gets on the other. */
public final class Echo {
  /** What ends the thread, but not the links: the one value that is not sent back. */
  private static final long STOP = Links.VALUES - 1;

  private final Link there;
  private final Link back;
  private final LongConsumer sink = this::receive;
  private final long[] received = OwnWords.allocate(1);
  private @Nullable Thread thread;
  private volatile @Nullable Processor processor;
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  /**
   * Makes the links.
   *
   * @param contender what carries the messages, see {@link Links}
   */
  public Echo(Contender contender) {
    there = Links.of(contender);
    back = Links.of(contender);
    received[FIRST] = -1;
  }

  /** Starts the thread. */
  public void start() {
    stopped = false;
    thread = Thread.ofPlatform().name("echo").daemon().start(this::run);
  }

  private void run() {
    processor = Processor.ofThisThread();
    try {
      LongConsumer answer = this::answer;
      while (!stopped) {
        Idle.spin(there.receive(answer));
      }
    } catch (Throwable t) {
      failure = t;
    }
  }

  /** Returns the processor of the other thread, or null before it has run. */
  public @Nullable Processor processor() {
    return processor;
  }

  private void answer(long value) {
    if (value == STOP) {
      stopped = true;
      return;
    }
    try {
      back.send(value);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void receive(long value) {
    received[FIRST] = value;
  }

  /**
   * Sends a value and waits until it is back.
   *
   * @param value from 0 to 4094, not that of the last call
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException if something else came back
   */
  public void roundTrip(long value) throws InterruptedException {
    there.send(value);
    long before = received[FIRST];
    do {
      if (failure != null) {
        throw new IllegalStateException("the other thread failed", failure);
      }
      Idle.spin(back.receive(sink));
    } while (received[FIRST] == before);
    if (received[FIRST] != value) {
      throw new IllegalStateException("sent " + value + ", received " + received[FIRST]);
    }
  }

  /**
   * Ends the thread; it can be started again.
   *
   * @throws InterruptedException if the caller is interrupted while it waits
   */
  public void stop() throws InterruptedException {
    Thread started = thread;
    if (started == null) {
      return;
    }
    there.send(STOP);
    started.join();
    thread = null;
  }
}
