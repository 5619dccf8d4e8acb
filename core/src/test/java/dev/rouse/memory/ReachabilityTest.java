package dev.rouse.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.StripedCounter;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import dev.rouse.testing.Background;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The accesses are not checked, so memory must not be released while anything that was built in it
 * is in use, even if its region and all else is forgotten. If it were, the next allocation would
 * take it, and what is read would not be what was written.
 */
class ReachabilityTest {
  private static final int ROUNDS = 3_000;

  @Test
  void whatWasBuiltInARegionKeepsItsMemory() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    var collector =
        Background.start(
            () -> {
              while (!done.get()) {
                System.gc();
              }
              return true;
            });
    try {
      List<Background<Boolean>> users = new ArrayList<>();
      for (Callable<Boolean> work :
          List.<Callable<Boolean>>of(
              ReachabilityTest::counters, ReachabilityTest::rings, ReachabilityTest::channels)) {
        users.add(
            Background.start(
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    assertThat(work.call()).isTrue();
                  }
                  return true;
                }));
      }
      for (Background<Boolean> user : users) {
        assertThat(user.result()).isTrue();
      }
    } finally {
      done.set(true);
    }
    assertThat(collector.result()).isTrue();
  }

  private static boolean counters() {
    AtomicCounter counter = AtomicCounter.allocate();
    StripedCounter striped = StripedCounter.allocate();
    for (int i = 0; i < 1000; i++) {
      if (counter.getAndIncrement() != i) {
        return false;
      }
      striped.increment();
    }
    return striped.sum() == 1000 && AtomicCounter.allocate().incrementAndGet() == 1;
  }

  private static boolean rings() {
    LongRing ring = LongRing.create(Region.allocate(4096), 2048, 16);
    LongRingProducer producer = ring.producer();
    LongRingConsumer consumer = ring.consumer();
    for (int i = 0; i < 1000; i++) {
      if (!producer.offer(i) || consumer.poll() != i) {
        return false;
      }
    }
    return true;
  }

  private static boolean channels() {
    LongChannel channel = LongChannel.allocate(16);
    LongSender sender = channel.sender();
    LongReceiver receiver = channel.receiver();
    for (int i = 0; i < 1000; i++) {
      if (!sender.trySend(i) || receiver.poll() != i) {
        return false;
      }
    }
    return true;
  }

  /** The other way round: nothing is kept for ever. */
  @Test
  void memoryThatNothingUsesIsForgotten() {
    List<WeakReference<Object>> forgotten = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Region region = Region.allocate(1024);
      forgotten.add(new WeakReference<>(AtomicCounter.at(region, 0)));
      forgotten.add(new WeakReference<>(region.segment().scope()));
      if (i % 2 == 0) {
        region.close();
      }
    }
    Background.until(
        () -> {
          System.gc();
          return forgotten.stream().allMatch(reference -> reference.refersTo(null));
        });
  }
}
