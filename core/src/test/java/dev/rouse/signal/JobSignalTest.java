package dev.rouse.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobSignalTest {
  private final JobSignal signal = JobSignal.allocate();

  @Test
  void countsWhatIsPending() throws Exception {
    assertThat(signal.pending()).isZero();
    signal.add(3);
    signal.increment();
    assertThat(signal.await()).isEqualTo(4);
    assertThat(signal.complete(3)).isEqualTo(1);
    assertThat(signal.await(0, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(signal.complete(1)).isZero();
    assertThat(signal.await(1, TimeUnit.MILLISECONDS)).isZero();
    assertThat(signal).hasToString("JobSignal[pending=0, closed=false, jobs=COOL, drained=COOL]");
  }

  @Test
  void addWakesASleepingConsumer() throws Exception {
    var consumer = Background.start(() -> signal.await()).untilAsleepIn(signal);
    signal.add(2);
    assertThat(consumer.result()).isEqualTo(2);
  }

  @Test
  void addWakesAVirtualThread() throws Exception {
    var consumer = Background.startVirtual(() -> signal.await()).untilAsleepIn(signal);
    signal.add(2);
    assertThat(consumer.result()).isEqualTo(2);
  }

  @Test
  void anInterruptEndsTheWaitAndClearsTheStatus() throws Exception {
    var consumer =
        Background.start(
                () -> {
                  try {
                    signal.await();
                    return "returned";
                  } catch (InterruptedException e) {
                    return "interrupted, status " + Thread.currentThread().isInterrupted();
                  }
                })
            .untilAsleepIn(signal);
    consumer.thread().interrupt();
    assertThat(consumer.result()).isEqualTo("interrupted, status false");
    signal.add(1);
    assertThat(signal.await()).as("the signal still works").isEqualTo(1);
  }

  @Test
  void anInterruptBeforeTheWaitEndsItEvenIfJobsArePending() {
    signal.add(1);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(signal::await);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(signal.pending()).isEqualTo(1);
  }

  @Test
  void anUninterruptibleWaitGoesOnAndRestoresTheStatus() throws Exception {
    var consumer =
        Background.start(
            () -> {
              Thread.currentThread().interrupt();
              return signal.awaitUninterruptibly() + " " + Thread.currentThread().isInterrupted();
            });
    consumer.untilAsleepIn(signal);
    // It must sleep again rather than spin on the pending interrupt.
    consumer.thread().interrupt();
    consumer.untilAsleepIn(signal);
    signal.add(7);
    assertThat(consumer.result()).isEqualTo("7 true");
  }

  @Test
  void aSecondWaiterIsRefused() throws Exception {
    var first = Background.start(() -> signal.await()).untilAsleepIn(signal);
    assertThatIllegalStateException()
        .isThrownBy(signal::await)
        .withMessageContaining("a second waiter");
    signal.add(1);
    assertThat(first.result()).isEqualTo(1);
  }

  @Test
  void drainedIsSeenByWhoWaitsForIt() throws Exception {
    signal.awaitDrained();
    signal.add(2);
    assertThat(signal.awaitDrained(0, TimeUnit.NANOSECONDS)).isFalse();
    var waiter =
        Background.start(
                () -> {
                  signal.awaitDrained();
                  return signal.pending();
                })
            .untilAsleepIn(signal);
    signal.complete(1);
    signal.complete(1);
    assertThat(waiter.result()).isZero();
  }

  @Test
  void underflowAndOverflowChangeNothing() {
    signal.add(5);
    assertThatIllegalStateException()
        .isThrownBy(() -> signal.complete(6))
        .withMessageContaining("count: 6")
        .withMessageContaining("5 pending");
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> signal.add(JobSignal.MAX_PENDING - 4))
        .withMessageContaining("5 pending");
    assertThat(signal.pending()).isEqualTo(5);
    signal.add(JobSignal.MAX_PENDING - 5);
    assertThat(signal.pending()).isEqualTo(JobSignal.MAX_PENDING);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesCountsThatAreNotPositive(long count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signal.add(count))
        .withMessage("count: %d, expected at least 1", count);
    assertThatIllegalArgumentException().isThrownBy(() -> signal.complete(count));
  }

  @Test
  void closeRefusesNewJobsAndKeepsOldOnes() throws Exception {
    signal.add(2);
    signal.close();
    signal.close();
    assertThat(signal.isClosed()).isTrue();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> signal.add(1));
    assertThat(signal.pending()).isEqualTo(2);
    assertThat(signal.await()).as("what was added before the close").isEqualTo(2);
    assertThat(signal.complete(2)).isZero();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(signal::await);
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> signal.await(1, TimeUnit.DAYS));
    signal.awaitDrained();
  }

  @Test
  void closeWakesTheConsumer() throws Exception {
    var consumer = Background.start(() -> signal.await()).untilAsleepIn(signal);
    signal.close();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(consumer::result)
        .withCauseInstanceOf(ClosedException.class);
  }

  @Test
  void refusesAPlaceThatDoesNotFit() {
    try (Region region = Region.allocate(JobSignal.BYTE_SIZE)) {
      JobSignal.create(region, 0).add(1);
      assertThatIllegalArgumentException().isThrownBy(() -> JobSignal.create(region, 128));
    }
  }

  @Test
  void manyProducersLoseNoJobAndNoWake() throws Exception {
    int producers = 3;
    long each = 50_000;
    var threads = new ArrayList<Background<Void>>();
    for (int i = 0; i < producers; i++) {
      threads.add(
          Background.start(
              () -> {
                for (long n = 0; n < each; n++) {
                  signal.increment();
                  if (n % 64 == 0) {
                    Thread.yield(); // lets the consumer run dry and sleep
                  }
                }
                return null;
              }));
    }
    long done = 0;
    while (done < producers * each) {
      long jobs = signal.await();
      signal.complete(jobs);
      done += jobs;
    }
    for (var thread : threads) {
      thread.result();
    }
    assertThat(done).isEqualTo(producers * each);
    assertThat(signal.pending()).isZero();
  }

  @Test
  void anAwaitNeverReturnsZeroThoughAnotherThreadCompletesTheJobs() throws Exception {
    JobSignal contended = JobSignal.allocate(WaitPolicy.spinOnly());
    AtomicBoolean over = new AtomicBoolean();
    var completing =
        Background.start(
            () -> {
              while (!over.get()) {
                contended.add(1);
                contended.complete(1);
              }
              contended.add(1); // for the last wait
              return true;
            });
    for (int i = 0; i < 200_000; i++) {
      assertThat(i % 2 == 0 ? contended.await() : contended.awaitUninterruptibly()).isPositive();
    }
    over.set(true);
    assertThat(completing.result()).isTrue();
  }

  @Test
  void aMomentWithoutJobsEndsAwaitDrainedThoughAJobFollows() throws Exception {
    for (int i = 0; i < 20; i++) {
      JobSignal busy = JobSignal.allocate(WaitPolicy.parkOnly());
      busy.add(1);
      var waiting =
          Background.start(() -> busy.awaitDrained(10, TimeUnit.SECONDS)).untilAsleepIn(busy);
      // The moment is over long before the waiter has woken up.
      busy.complete(1);
      busy.add(1);
      assertThat(waiting.result()).isTrue();
      assertThat(busy.pending()).isEqualTo(1);
    }
  }

  @Test
  void jobsThatWerePendingBeforeTheCallDoNotCount() throws Exception {
    signal.add(1);
    signal.complete(1);
    signal.add(1);
    assertThat(signal.awaitDrained(1, TimeUnit.MILLISECONDS)).isFalse();
    signal.complete(1);
    signal.awaitDrainedUninterruptibly();
  }

  @Test
  void isCreatedOnlyInZeroedMemory() {
    Region region = Region.allocate(JobSignal.BYTE_SIZE);
    JobSignal.create(region, 0).add(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JobSignal.create(region, 0))
        .withMessageContaining("expected zeroed memory");
  }

  @Test
  void aBusySignalNeedsNoBarrierToSleep() throws Exception {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(5)) {
      signal.awaitDrained();
      signal.increment();
      assertThat(signal.awaitUninterruptibly()).isEqualTo(1); // looks within the wait
      signal.complete(1);
    }
    assertThat(signal.toString()).doesNotContain("HOT");
  }
}
