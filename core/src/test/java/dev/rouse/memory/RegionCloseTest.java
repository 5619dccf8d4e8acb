package dev.rouse.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.Sender;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.StripedCounter;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
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
      Region region = Region.allocate(JobSignal.BYTE_SIZE);
      JobSignal signal = JobSignal.create(region, 0, policy(parking));
      var waiting = Background.start(signal::await).untilAsleepIn(signal);
      signal.close();
      region.close(); // while the waiter may still be inside its system call
      assertThat(region.isClosed()).isTrue();
      // The waiter has found the signal closed, or the region.
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(waiting::result)
          .withCauseInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Parking.class)
  void nobodyIsLeftAsleep(Parking parking) throws Exception {
    for (int i = 0; i < 500; i++) {
      Region region = Region.allocate(JobSignal.BYTE_SIZE);
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
      Region region = Region.allocate(JobSignal.BYTE_SIZE);
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
    } catch (IllegalStateException e) {
      return; // the region is closed
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts", e);
    }
    throw new AssertionError("no jobs were added");
  }

  @Test
  void othersSleepOn() throws Exception {
    try (Region other = Region.allocate(JobSignal.BYTE_SIZE)) {
      JobSignal signal = JobSignal.create(other, 0, policy(Parking.AUTOMATIC));
      var waiting = Background.start(signal::await).untilAsleepIn(signal);
      Region region = Region.allocate(128);
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

  /** One operation of everything that can be built in a region. */
  private static List<Runnable> operations(Region region) {
    var counter = AtomicCounter.at(region, 0);
    var striped = StripedCounter.at(region, 128, 2);
    var signal = JobSignal.create(region, 1024, policy(Parking.AUTOMATIC));
    var ring = SpscRing.create(region, 4096, 1024);
    var producer = ring.producer();
    var consumer = ring.consumer();
    var longs = LongRing.create(region, 8192, 16);
    var longProducer = longs.producer();
    var longConsumer = longs.consumer();
    var channel = Channel.create(region, 12_288, 1024, policy(Parking.AUTOMATIC));
    var sender = channel.sender();
    var receiver = channel.receiver();
    var longChannel = LongChannel.create(region, 16_384, 16, policy(Parking.AUTOMATIC));
    var longSender = longChannel.sender();
    var longReceiver = longChannel.receiver();
    return List.of(
        () -> counter.getAndAdd(1),
        striped::increment,
        striped::sum,
        signal::increment,
        () -> {
          if (producer.claim(1, 8) != RingProducer.NO_SPACE) {
            producer.commit();
          }
        },
        () -> consumer.poll((type, segment, offset, length) -> {}),
        ring::size,
        () -> longProducer.offer(1),
        longConsumer::poll,
        longs::size,
        () -> {
          if (sender.tryClaim(1, 8) != Sender.NO_SPACE) {
            sender.commit();
          }
        },
        () -> receiver.drain((type, segment, offset, length) -> {}, 1),
        () -> longSender.trySend(1),
        channel::isClosed,
        longReceiver::poll,
        longReceiver::peek);
  }

  @Test
  void noOperationWorksInAClosedRegion() {
    Region region = Region.allocate(32 * 1024);
    List<Runnable> operations = operations(region);
    operations.forEach(Runnable::run);
    region.close();
    for (Runnable operation : operations) {
      assertThatIllegalStateException()
          .isThrownBy(operation::run)
          .withMessage("the region is closed, expected one that is open");
    }
    assertThatIllegalStateException().isThrownBy(() -> operations(region));
  }

  @Test
  void whatIsInAClosedRegionMayBeClosed() {
    Region region = Region.allocate(16 * 1024);
    var signal = JobSignal.create(region, 0);
    var channel = Channel.create(region, 4096, 1024);
    var longChannel = LongChannel.create(region, 8192, 16);
    var receiver = channel.receiver();
    region.close();
    signal.close();
    channel.close();
    longChannel.close();
    receiver.close();
    assertThat(region.isClosed()).isTrue();
  }

  @Test
  void threadsInTheMiddleOfAnythingEndWithAnException() throws Exception {
    for (int round = 0; round < 20; round++) {
      Region region = Region.allocate(32 * 1024);
      List<Background<Boolean>> users = new ArrayList<>();
      AtomicInteger started = new AtomicInteger();
      List<Runnable> operations = operations(region);
      for (Runnable operation : operations) {
        users.add(
            Background.start(
                () -> {
                  operation.run();
                  started.incrementAndGet();
                  while (true) {
                    operation.run();
                  }
                }));
      }
      Background.until(
          () -> started.get() == users.size() || users.stream().anyMatch(Background::isDone));
      region.close();
      for (Background<Boolean> user : users) {
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(user::result)
            .havingCause()
            .isInstanceOf(IllegalStateException.class)
            .withMessage("the region is closed, expected one that is open");
      }
    }
  }

  @Test
  void descriptionsOfWhatWasBuiltInAClosedRegionDoNotThrow() {
    Region region = Region.allocate(16 * 1024);
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
