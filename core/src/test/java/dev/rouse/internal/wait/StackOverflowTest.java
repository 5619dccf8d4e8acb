package dev.rouse.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thread's stack ends somewhere in the wait protocol. */
class StackOverflowTest {
  private static final int ROUNDS = 60;

  /** Not much more than a JVM takes, so that the way down is short. */
  private static final int STACK_BYTES = 168 * 1024;

  private final Region region = Region.allocate(WaitLayout.BYTE_SIZE);
  private final AtomicLong published = new AtomicLong();

  private static WaitPolicy policy(Parking parking) {
    return WaitPolicy.builder().spin(0, TimeUnit.NANOSECONDS).parking(parking).build();
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Parking.class)
  void aPublisherAtTheEndOfItsStackLosesNoWakeUp(Parking parking) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      published.set(0);
      Region place = Region.allocate(WaitLayout.BYTE_SIZE);
      Waiter waiter = new Waiter(place.segment(), 0, policy(parking));
      Waker waker = waiter.waker();
      var waiting =
          Background.start(() -> waiter.await(() -> published.get() != 0, Deadline.FOREVER))
              .untilAsleepIn(waiter);
      Thread publisher = new Thread(null, () -> publishAtTheEnd(waker), "publisher", STACK_BYTES);
      publisher.start();
      publisher.join();
      // What the publisher could not do it was told by an error. The next publish makes up for it.
      waker.wake();
      assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
    }
  }

  private void publishAtTheEnd(Waker waker) {
    descendAndPublish(waker, 0);
  }

  /** Goes down to the end of the stack, and publishes from there upwards until it works. */
  @SuppressWarnings("InfiniteRecursion") // it is what the test is about
  private boolean descendAndPublish(Waker waker, int depth) {
    boolean done;
    try {
      done = descendAndPublish(waker, depth + 1);
    } catch (StackOverflowError e) {
      done = false;
    }
    if (!done) {
      published.set(1);
      waker.wake(); // throws for as long as there is too little stack
      done = true;
    }
    return done;
  }

  @ParameterizedTest
  @EnumSource(Parking.class)
  void aCloseWakesWhateverStateItFinds(Parking parking) throws Exception {
    Waiter waiter = new Waiter(region.segment(), 0, policy(parking));
    var waiting =
        Background.start(() -> waiter.await(() -> false, Deadline.FOREVER)).untilAsleepIn(waiter);
    // A publisher has claimed the wake and was stopped before it could make it.
    region.segment().set(java.lang.foreign.ValueLayout.JAVA_INT, 0, WaitState.COOL);
    assertThat(waiting.isDone()).isFalse();
    waiter.waker().close();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.CLOSED);
  }

  @Tag("slow")
  @Test
  void aCloseOfTheRegionAtTheEndOfTheStackWakesVirtualThreads() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Region place = Region.allocate(WaitLayout.BYTE_SIZE);
      Waiter waiter = new Waiter(place.segment(), 0, WaitPolicy.parkOnly());
      var waiting =
          Background.startVirtual(() -> waiter.await(() -> false, Deadline.FOREVER))
              .untilAsleepIn(waiter);
      Thread closer = new Thread(null, () -> descendAndTry(place::close), "closer", STACK_BYTES);
      closer.start();
      closer.join();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::result)
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Tag("slow")
  @Test
  void aWaitAtTheEndOfTheStackLetsOthersWaitAfterwards() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      // New code for each round would be better still; what is compiled meanwhile differs enough.
      Waiter waiter = new Waiter(region.segment(), 0, WaitPolicy.parkOnly());
      Thread first =
          new Thread(
              null,
              () -> descendAndTry(() -> waiter.awaitUninterruptibly(() -> false, 1)),
              "first",
              STACK_BYTES);
      first.start();
      first.join();
      assertThat(waiter.await(() -> false, 1)).isEqualTo(WaitOutcome.TIMED_OUT);
    }
  }

  /** Goes down to the end of the stack, and tries from there upwards until it works. */
  @SuppressWarnings("InfiniteRecursion") // it is what the test is about
  private static boolean descendAndTry(Runnable action) {
    try {
      if (descendAndTry(action)) {
        return true;
      }
    } catch (StackOverflowError e) {
      // The way up begins.
    }
    action.run(); // throws for as long as there is too little stack
    return true;
  }
}
