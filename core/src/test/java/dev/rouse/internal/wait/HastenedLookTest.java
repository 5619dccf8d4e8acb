package dev.rouse.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.internal.common.WaitWatch;
import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import dev.rouse.wait.WaitPolicy;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread that sleeps in a mapped file and is told that there is something to look at. */
class HastenedLookTest {
  private final Region region = Region.allocate(WaitLayout.BYTE_SIZE);
  private final AtomicLong published = new AtomicLong();
  private final WaitCondition somePublished = () -> published.get() != 0;
  private final Watch watch = new Watch();
  private final Waiter waiter =
      Waiter.shared(region.segment(), 0, WaitPolicy.parkOnly(), true, watch);

  /** Does not look by itself. */
  private static final class Watch implements WaitWatch {
    private volatile boolean due;
    private volatile long interval;
    private volatile boolean asleep;
    private volatile @Nullable Runnable lookNow;
    private volatile @Nullable RuntimeException loss;

    void hasten() {
      due = true;
      Objects.requireNonNull(lookNow).run();
    }

    @Override
    public long longestSleepNanos() {
      return Deadline.FOREVER;
    }

    @Override
    public long nanosToLook() {
      return due ? 0 : Deadline.FOREVER;
    }

    @Override
    public @Nullable RuntimeException look() {
      due = false;
      return loss;
    }

    @Override
    public void beforeSleep() {
      asleep = true;
    }

    @Override
    public void lookEvery(long nanos) {
      interval = nanos;
    }

    @Override
    public void hastenBy(Runnable lookNow) {
      this.lookNow = lookNow;
    }

    @Override
    public void told() {
      loss = null;
    }
  }

  private Background<WaitOutcome> startWait(boolean virtual) {
    Callable<WaitOutcome> wait = () -> waiter.await(somePublished, Deadline.FOREVER);
    return virtual ? Background.startVirtual(wait) : Background.start(wait);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sleeperLooksAtOnce(boolean virtual) throws Exception {
    var waiting = startWait(virtual).untilAsleepIn(waiter);
    assertThat(watch.asleep).isTrue();
    watch.loss = new IllegalStateException("lost");
    watch.hasten();
    assertThatThrownBy(waiting::result).hasRootCauseMessage("lost");
    assertThat(waiter).as("leaves no announcement behind").hasToString("COOL");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sleeperThatFindsNothingSleepsOn(boolean virtual) throws Exception {
    var waiting = startWait(virtual).untilAsleepIn(waiter);
    for (int i = 0; i < 100; i++) {
      watch.hasten();
    }
    waiting.untilAsleepIn(waiter);
    assertThat(waiting.isDone()).isFalse();
    published.set(1);
    waiter.waker().wake();
    assertThat(waiting.result()).isEqualTo(WaitOutcome.READY);
  }

  @Test
  void policySaysHowOftenToLook() {
    var other = new Watch();
    WaitPolicy policy = WaitPolicy.builder().peerLooks(7, TimeUnit.MILLISECONDS).build();
    Waiter.shared(region.segment(), 0, policy, true, other);
    assertThat(other.interval).isEqualTo(7_000_000);
  }

  @Test
  void nobodySleepsSoNobodysAnnouncementIsTaken() {
    region.segment().set(java.lang.foreign.ValueLayout.JAVA_INT, 0, WaitState.SLEEPING);
    watch.hasten();
    assertThat(waiter).as("that of another process").hasToString("SLEEPING");
  }

  /** At any moment of the way to sleep. */
  @Test
  void hintIsNeverLost() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      var waiting = startWait(false);
      for (int spins = i % 100; spins > 0; spins--) {
        Thread.onSpinWait();
      }
      watch.loss = new IllegalStateException("lost");
      watch.hasten();
      assertThatThrownBy(waiting::result).hasRootCauseMessage("lost");
    }
  }
}
