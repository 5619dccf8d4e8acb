package dev.rouse.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.memory.Region;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two threads wake each other in turn, with random pauses before each step, and a third watches
 * that they get on. {@code -Drouse.soak.cycles=10000000 -Dsurefire.timeout=7200} makes it the long
 * soak; each cycle is two waits.
 */
@Tag("slow")
@Timeout(value = 1, unit = TimeUnit.HOURS)
class ParkWakeSoakTest {
  private static final long CYCLES = Long.getLong("rouse.soak.cycles", 100_000);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int LONGEST_PAUSE = 300;

  @ParameterizedTest
  @EnumSource(Parking.class)
  void noWakeUpIsLost(Parking parking) throws Exception {
    Region region = Region.allocate(2 * WaitLayout.BYTE_SIZE);
    WaitPolicy policy = WaitPolicy.builder().spin(0, TimeUnit.NANOSECONDS).parking(parking).build();
    Waiter ping = new Waiter(region.segment(), 0, policy);
    Waiter pong = new Waiter(region.segment(), WaitLayout.BYTE_SIZE, policy);
    AtomicLong pings = new AtomicLong();
    AtomicLong pongs = new AtomicLong();
    Thread first = Thread.ofPlatform().daemon().start(() -> play(pings, ping, pongs, pong, 0));
    Thread second = Thread.ofPlatform().daemon().start(() -> play(pongs, pong, pings, ping, 1));
    long seen = -1;
    long progress = System.nanoTime();
    while (first.isAlive() || second.isAlive()) {
      first.join(100);
      long now = pings.get() + pongs.get();
      if (now != seen) {
        seen = now;
        progress = System.nanoTime();
      }
      assertThat(System.nanoTime() - progress)
          .as(
              "nanoseconds without progress: pings %s, pongs %s, ping %s, pong %s, %s %s, %s %s",
              pings, pongs, ping, pong, first, first.getState(), second, second.getState())
          .isLessThan(PATIENCE_NANOS);
    }
    assertThat(pings.get()).isEqualTo(CYCLES);
    assertThat(pongs.get()).isEqualTo(CYCLES);
  }

  private static void play(
      AtomicLong own, Waiter ownCell, AtomicLong other, Waiter otherCell, int behind) {
    var random = new SplittableRandom(behind);
    for (long i = 1; i <= CYCLES; i++) {
      long awaited = i - 1 + behind;
      otherCell.awaitUninterruptibly(() -> other.get() >= awaited, Deadline.FOREVER);
      pause(random);
      own.setRelease(i);
      ownCell.waker().wake();
      pause(random);
    }
  }

  private static void pause(SplittableRandom random) {
    for (int i = random.nextInt(LONGEST_PAUSE); i > 0; i--) {
      Thread.onSpinWait();
    }
  }
}
