package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.Ends.Kind;
import dev.rouse.testing.Background;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** An end whose thread's stack is used up loses neither a wake-up nor an element. */
@Tag("slow")
class EndOfStackTest {
  private static final int ROUNDS = 30;

  /** Not much more than a JVM takes, so that the way down is short. */
  private static final int STACK_BYTES = 168 * 1024;

  /** What a thread took: an array, because at the end of the stack nothing may need a call. */
  private final @Nullable Object[] taken = new @Nullable Object[1_000];

  private int count;

  /** Not for records: a codec that fails for lack of stack loses its record, as it says. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RECORDS")
  void aReceiverLosesNothing(Kind kind) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Ends ends = kind.open(WaitPolicy.parkOnly());
      long sent = 0;
      while (ends.trySend(sent)) {
        sent++;
      }
      var sending =
          Background.start(() -> ends.send(99, 1, TimeUnit.HOURS)).untilAsleepIn(ends.channel());
      count = 0;
      run(() -> descendAndPoll(ends));
      // What the thread could not do, the next call does.
      for (Long next; (next = ends.poll()) != null || !sending.isDone(); ) {
        if (next != null) {
          taken[count++] = next;
        }
      }
      assertThat(sending.result()).isTrue();
      for (Long next; (next = ends.poll()) != null; ) {
        taken[count++] = next;
      }
      assertThat(count).as("round %d", round).isEqualTo(Ends.CAPACITY + 1);
      for (int i = 0; i < Ends.CAPACITY; i++) {
        assertThat(taken[i]).isEqualTo((long) i);
      }
    }
  }

  /** Goes down to the end of the stack, and polls on the whole way up. */
  @SuppressWarnings({"InfiniteRecursion", "EmptyCatch"}) // it is what the test is about
  private void descendAndPoll(Ends ends) {
    try {
      descendAndPoll(ends);
    } catch (StackOverflowError e) {
      // The way up begins.
    }
    Long next = ends.poll(); // throws for as long as there is too little stack
    if (next != null) {
      taken[count++] = next;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSenderThatFillsTheChannelWakesTheReceiver(Kind kind) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Ends ends = kind.open(WaitPolicy.parkOnly());
      var receiving =
          Background.start(() -> ends.receive(1, TimeUnit.HOURS)).untilAsleepIn(ends.channel());
      run(() -> descendAndSend(ends));
      // What the thread could not do, the next call does, though there may be no space.
      while (!receiving.isDone()) {
        ends.trySend(2);
      }
      assertThat(receiving.result()).isNotNull();
    }
  }

  /** Goes down to the end of the stack, and sends on the whole way up. */
  @SuppressWarnings({"InfiniteRecursion", "EmptyCatch"}) // it is what the test is about
  private void descendAndSend(Ends ends) {
    try {
      descendAndSend(ends);
    } catch (StackOverflowError e) {
      // The way up begins.
    }
    ends.trySend(1); // throws for as long as there is too little stack
  }

  private static void run(Runnable work) throws InterruptedException {
    Thread thread = new Thread(null, work, "at the end of its stack", STACK_BYTES);
    thread.start();
    thread.join();
  }
}
