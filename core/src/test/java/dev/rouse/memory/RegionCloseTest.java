package dev.rouse.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.channel.Channel;
import dev.rouse.counter.StripedCounter;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A region is closed while threads sleep in it. */
class RegionCloseTest {
  private static WaitPolicy policy(Parking parking) {
    return WaitPolicy.builder().spin(0, TimeUnit.NANOSECONDS).parking(parking).build();
  }

  @ParameterizedTest
  @EnumSource(Parking.class)
  void theDocumentedOrderWorks(Parking parking) throws Exception {
    for (int i = 0; i < 500; i++) {
      Region region = Region.allocateCloseable(JobSignal.BYTE_SIZE);
      JobSignal signal = JobSignal.create(region, 0, policy(parking));
      var waiting = Background.start(signal::await).untilAsleepIn(signal);
      signal.close();
      region.close(); // while the waiter may still be inside its system call
      assertThat(region.isAlive()).isFalse();
      // The waiter has found the close, or the memory gone.
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::result)
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Parking.class)
  void nobodyIsLeftAsleep(Parking parking) throws Exception {
    for (int i = 0; i < 500; i++) {
      Region region = Region.allocateCloseable(JobSignal.BYTE_SIZE);
      JobSignal signal = JobSignal.create(region, 0, policy(parking));
      var waiting = Background.start(signal::await);
      if (i % 2 == 0) {
        waiting.untilAsleepIn(signal);
      }
      region.close();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::result)
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Parking.class)
  void aThreadThatIsJustAboutToSleepIsNotLeftAsleep(Parking parking) throws Exception {
    int rounds = 5_000;
    AtomicReferenceArray<JobSignal> signals = new AtomicReferenceArray<>(rounds);
    AtomicInteger ended = new AtomicInteger();
    var waiting =
        Background.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                awaitTheEnd(signals, i);
                ended.incrementAndGet();
              }
              return true;
            });
    var random = new SplittableRandom(1);
    for (int i = 0; i < rounds; i++) {
      Region region = Region.allocateCloseable(JobSignal.BYTE_SIZE);
      signals.set(i, JobSignal.create(region, 0, policy(parking)));
      for (int pause = random.nextInt(60); pause > 0; pause--) {
        Thread.onSpinWait(); // the waiter is somewhere on its way into the sleep
      }
      region.close();
      int round = i;
      Background.until(() -> ended.get() > round || waiting.isDone());
    }
    assertThat(waiting.result()).isTrue();
  }

  private static void awaitTheEnd(AtomicReferenceArray<JobSignal> signals, int round) {
    JobSignal signal;
    while ((signal = signals.get(round)) == null) {
      Thread.onSpinWait();
    }
    try {
      signal.await();
    } catch (IllegalStateException | InterruptedException e) {
      // The region is closed. The JDK interrupts a thread that it stops in the middle of an access.
      boolean _ = Thread.interrupted();
      return;
    }
    throw new AssertionError("no jobs were added");
  }

  @Test
  void othersSleepOn() throws Exception {
    try (Region other = Region.allocateCloseable(JobSignal.BYTE_SIZE)) {
      JobSignal signal = JobSignal.create(other, 0, policy(Parking.AUTOMATIC));
      var waiting = Background.start(signal::await).untilAsleepIn(signal);
      Region region = Region.allocateCloseable(128);
      region.close();
      signal.add(3);
      assertThat(waiting.result()).isEqualTo(3);
      var closed = Background.start(signal::await);
      assertThat(closed.result()).isEqualTo(3);
      signal.complete(3);
      var last = Background.start(signal::await).untilAsleepIn(signal);
      signal.close();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(last::result)
          .withCauseInstanceOf(ClosedException.class);
    }
  }

  @Test
  void descriptionsOfWhatWasBuiltInAClosedRegionDoNotThrow() {
    Region region = Region.allocateCloseable(16 * 1024);
    var signal = JobSignal.create(region, 0);
    var ring = SpscRing.create(region, 1024, 1024);
    var channel = Channel.create(region, 4096, 1024);
    var striped = StripedCounter.at(region, 8192, 4);
    region.close();
    assertThat(signal).hasToString("JobSignal[region closed]");
    assertThat(ring).hasToString("SpscRing[capacity=1024, region closed]");
    assertThat(channel).hasToString("Channel[capacity=1024, region closed]");
    assertThat(striped).hasToString("StripedCounter[region closed]");
  }
}
