package dev.rouse.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import dev.rouse.wait.BarrierMode;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wait protocol where the system or somebody else's hand in the memory is at fault. */
class WaiterFaultsTest {
  private final Region region = Region.allocate(WaitLayout.BYTE_SIZE);
  private final AtomicLong published = new AtomicLong();
  private final WaitCondition somePublished = () -> published.get() != 0;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 11, 38, 110})
  void errorsOfTheSystemCallsAreOrdinaryResults(int error) throws Exception {
    // EPERM, EINTR, EAGAIN, ENOSYS, ETIMEDOUT: each time, then only now and then.
    for (int every : new int[] {1, 3}) {
      published.set(0);
      var faulty = new FaultyFutex(region, error, every);
      Waiter cell = new Waiter(region.segment(), 0, WaitPolicy.parkOnly(), faulty);
      var waiting =
          Background.start(
              () -> {
                for (int i = 0; i < 500; i++) {
                  cell.await(somePublished, Deadline.FOREVER);
                  published.set(0);
                }
                return true;
              });
      while (!waiting.isDone()) {
        if (published.compareAndSet(0, 1)) {
          cell.waker().wake();
        }
        Thread.yield();
      }
      assertThat(waiting.result()).isTrue();
    }
  }

  @Test
  void anErrorThatCannotBeIsNotPassedOver() {
    var faulty = new FaultyFutex(region, 22, 1);
    Waiter cell = new Waiter(region.segment(), 0, WaitPolicy.parkOnly(), faulty);
    assertThatIllegalStateException()
        .isThrownBy(() -> cell.await(somePublished, Deadline.FOREVER))
        .withMessage("futex(2) wait failed with error 22");
    assertThat(cell).as("leaves no announcement behind").hasToString("COOL");
    published.set(1);
    assertThat(cell.waker().wake()).isTrue();
  }

  @Test
  void aWakeThatFailsCanBeMadeAgain() throws Exception {
    var faulty = new FaultyFutex(region, 0, Integer.MAX_VALUE);
    Waiter cell = new Waiter(region.segment(), 0, WaitPolicy.parkOnly(), faulty);
    var waiting =
        Background.start(() -> cell.await(somePublished, Deadline.FOREVER)).untilAsleepIn(cell);
    faulty.failNextWakes(2);
    published.set(1);
    assertThatIllegalStateException()
        .isThrownBy(cell.waker()::wake)
        .withMessage("futex(2) wake failed");
    assertThatIllegalStateException()
        .isThrownBy(cell.waker()::close)
        .withMessage("futex(2) wake failed");
    cell.waker().close();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
    assertThat(cell.waker().isClosed()).isTrue();
  }

  @Test
  void aCloseOfTheRegionWhoseWakeFailsCanBeMadeAgain() throws Exception {
    var faulty = new FaultyFutex(region, 0, Integer.MAX_VALUE);
    Waiter cell = new Waiter(region.segment(), 0, WaitPolicy.parkOnly(), faulty);
    var waiting =
        Background.start(() -> cell.await(somePublished, Deadline.FOREVER)).untilAsleepIn(cell);
    faulty.failNextWakes(2);
    for (int i = 0; i < 2; i++) {
      assertThatIllegalStateException()
          .isThrownBy(region::close)
          .withMessage("futex(2) wake failed");
      assertThat(region.isClosed()).isTrue();
    }
    region.close();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(waiting::result)
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptWhoseWakeFailsWakesAllTheSameAndClosesNothing() throws Exception {
    var faulty = new FaultyFutex(region, 0, Integer.MAX_VALUE);
    Waiter cell = new Waiter(region.segment(), 0, WaitPolicy.parkOnly(), faulty);
    var waiting =
        Background.start(() -> cell.await(somePublished, Deadline.FOREVER)).untilAsleepIn(cell);
    faulty.failNextWakes(1);
    waiting.thread().interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(waiting::result)
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(cell).hasToString("COOL");
  }

  @Test
  void anInterruptWhoseWakeFailsTwiceLosesNoPublish() throws Exception {
    var faulty = new FaultyFutex(region, 0, Integer.MAX_VALUE);
    Waiter cell = new Waiter(region.segment(), 0, WaitPolicy.parkOnly(), faulty);
    var waiting =
        Background.start(() -> cell.await(somePublished, Deadline.FOREVER)).untilAsleepIn(cell);
    faulty.failNextWakes(3); // the third keeps the sleeper where it is
    assertThatIllegalStateException().isThrownBy(waiting.thread()::interrupt);
    assertThat(cell).hasToString("SLEEPING");
    published.set(1);
    assertThatIllegalStateException().isThrownBy(cell.waker()::wake);
    assertThat(cell.waker().wake()).isTrue();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(waiting::result)
        .withCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void hotIsNotTakenForAnAnnouncement() throws Exception {
    assumeTrue(BarrierMode.current() == BarrierMode.ASYMMETRIC);
    Waiter cell = new Waiter(region.segment(), 0, WaitPolicy.parkOnly());
    region.segment().set(ValueLayout.JAVA_INT, 0, WaitState.HOT);
    AtomicInteger looks = new AtomicInteger();
    // The second look is the one behind leaving HOT: somebody else makes the state HOT there.
    WaitCondition meddling =
        () -> {
          if (looks.incrementAndGet() == 2) {
            region.segment().set(ValueLayout.JAVA_INT, 0, WaitState.HOT);
          }
          return published.get() != 0;
        };
    var waiting =
        Background.start(() -> cell.await(meddling, Deadline.FOREVER)).untilAsleepIn(cell);
    published.set(1);
    assertThat(cell.waker().wake()).isTrue();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
  }

  @Test
  void aStateThatCannotBeIsAnError() {
    region.segment().set(ValueLayout.JAVA_INT, 0, 77);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                new Waiter(region.segment(), 0, WaitPolicy.parkOnly())
                    .await(somePublished, Deadline.FOREVER))
        .withMessage(
            "the state word at offset 0 is 77, expected 0 to 4: the memory was overwritten");
  }

  @Test
  void aPublishToAWaiterThatIsAwakeMakesNoSystemCall() throws Exception {
    var futex = new FaultyFutex(region, 0, Integer.MAX_VALUE);
    Waiter cell = new Waiter(region.segment(), 0, WaitPolicy.spinOnly(), futex);
    AtomicLong received = new AtomicLong();
    var waiting =
        Background.start(
            () -> {
              while (received.get() < 100_000) {
                cell.await(() -> published.get() != received.get(), Deadline.FOREVER);
                received.incrementAndGet();
              }
              return true;
            });
    for (int i = 0; i < 100_000; i++) {
      published.incrementAndGet();
      cell.waker().wake();
    }
    assertThat(waiting.result()).isTrue();
    assertThat(futex.wakes()).as("calls that wake").isZero();
    // And the count can count:
    region.segment().set(ValueLayout.JAVA_INT, 0, WaitState.SLEEPING);
    cell.waker().wake();
    assertThat(futex.wakes()).isEqualTo(1);
  }
}
