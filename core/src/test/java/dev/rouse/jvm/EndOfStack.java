package dev.rouse.jvm;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import java.util.concurrent.TimeUnit;

/**
 * A program whose first waits and first notes of being busy come at the end of the stack; {@link
 * EndOfStackTest} runs it in JVMs of its own. A class whose initialization fails there would stay
 * unusable for good.
 */
final class EndOfStack {
  /** Less than what makes an end busy, so that it becomes busy at the end of the stack. */
  private static final long BUSY_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  /** Enough elements for an end to note that it is awake. */
  private static final int NOTES = 128;

  private EndOfStack() {}

  public static void main(String[] args) throws Exception {
    LongChannel channel = LongChannel.allocate(1 << 10);
    LongSender sender = channel.sender();
    LongReceiver receiver = channel.receiver();
    descend(() -> receiver.receive(1, TimeUnit.MICROSECONDS));
    long start = System.nanoTime();
    do {
      sender.trySend(2);
      receiver.poll();
    } while (System.nanoTime() - start < BUSY_NANOS);
    descend(
        () -> {
          for (int i = 0; i < NOTES; i++) {
            sender.trySend(3);
            receiver.poll();
          }
        });
    while (receiver.poll() != LongReceiver.NONE) {
      // What is left.
    }
    for (int i = 0; i < NOTES; i++) {
      sender.send(1);
      System.out.print(receiver.receive());
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Goes down to the end of the stack, and makes a step at each call on the way up. */
  @SuppressWarnings({"InfiniteRecursion", "EmptyCatch"}) // it is what the test is about
  private static void descend(Step step) {
    try {
      descend(step);
    } catch (StackOverflowError e) {
      // The way up begins.
    }
    try {
      step.run();
    } catch (StackOverflowError e) {
      // There is still too little stack.
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
