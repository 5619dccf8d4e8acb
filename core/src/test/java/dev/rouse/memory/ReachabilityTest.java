package dev.rouse.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.StripedCounter;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.Background;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The accesses are not checked, so memory must not be released while anything that was built in it
 * can be used, even if its region and all else is forgotten. If it were, later allocations would
 * take it, and what is read would not be what was written.
 */
class ReachabilityTest {
  private static final int COLLECTIONS = 8;
  private static final int ALLOCATIONS = 200;

  /** Something that was built in a region of its own and in which a number was written. */
  interface Kept {
    long number();
  }

  static Stream<Named<LongFunction<Kept>>> blocks() {
    return Stream.of(
        Named.of("AtomicCounter", ReachabilityTest::atomicCounter),
        Named.of("StripedCounter", ReachabilityTest::stripedCounter),
        Named.of("JobSignal", ReachabilityTest::signal),
        Named.of("RingConsumer", ReachabilityTest::ringConsumer),
        Named.of("LongRingConsumer", ReachabilityTest::longRingConsumer),
        Named.of("Receiver", ReachabilityTest::receiver),
        Named.of("LongReceiver", ReachabilityTest::longReceiver));
  }

  private static Kept atomicCounter(long number) {
    AtomicCounter counter = AtomicCounter.allocate();
    counter.set(number);
    return counter::get;
  }

  private static Kept stripedCounter(long number) {
    StripedCounter counter = StripedCounter.allocate();
    counter.add(number);
    return counter::sum;
  }

  private static Kept signal(long number) {
    JobSignal signal = JobSignal.allocate();
    signal.add(number);
    return signal::pending;
  }

  private static Kept ringConsumer(long number) {
    SpscRing ring = SpscRing.allocate(128);
    ring.producer().offer(1, number, RecordCodec.ofLong());
    RingConsumer consumer = ring.consumer();
    return () -> {
      long[] found = new long[1];
      consumer.peek(
          (type, memory, offset, length) ->
              found[0] = RecordCodec.ofLong().decode(memory, offset, length));
      return found[0];
    };
  }

  private static Kept longRingConsumer(long number) {
    LongRing ring = LongRing.create(Region.allocate(4096), 2048, 16);
    ring.producer().offer(number);
    LongRingConsumer consumer = ring.consumer();
    return consumer::peek;
  }

  private static Kept receiver(long number) {
    Channel channel = Channel.allocate(128);
    Sender sender = channel.sender();
    sender.trySend(number, RecordCodec.ofLong());
    Receiver receiver = channel.receiver();
    return () -> {
      Long found = receiver.peek(RecordCodec.ofLong());
      return found == null ? -1 : found;
    };
  }

  private static Kept longReceiver(long number) {
    LongChannel channel = LongChannel.allocate(16);
    channel.sender().trySend(number);
    LongReceiver receiver = channel.receiver();
    return receiver::peek;
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void whatWasBuiltInARegionKeepsItsMemory(LongFunction<Kept> maker) {
    List<Kept> kept = new ArrayList<>();
    for (int collection = 0; collection < COLLECTIONS; collection++) {
      for (int i = 0; i < ALLOCATIONS; i++) {
        kept.add(maker.apply(kept.size() + 1));
      }
      collectGarbage();
      for (int i = 0; i < kept.size(); i++) {
        assertThat(kept.get(i).number()).isEqualTo(i + 1);
      }
    }
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

  private static void collectGarbage() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    Background.until(
        () -> {
          System.gc();
          return garbage.refersTo(null);
        });
  }

  @Test
  void aCloseOfTheRegionWakesAThreadThatNothingElseRefersTo() throws Exception {
    Region region = Region.allocate(JobSignal.BYTE_SIZE);
    CountDownLatch ended = new CountDownLatch(1);
    waitInAForgottenThread(region, ended);
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    region.close();
    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Only the thread itself, which is virtual, knows the signal. */
  @SuppressWarnings("resource") // the executor is forgotten, too: else it would keep its threads
  private static void waitInAForgottenThread(Region region, CountDownLatch ended) {
    Executors.newVirtualThreadPerTaskExecutor()
        .execute(
            () -> {
              try {
                JobSignal.create(region, 0, WaitPolicy.parkOnly()).awaitUninterruptibly();
              } catch (IllegalStateException closed) {
                ended.countDown();
              }
            });
    // The state of the waiting end: 0 until the thread has announced itself.
    Background.until(
        () -> region.segment().get(ValueLayout.JAVA_INT, AtomicCounter.BYTE_SIZE) != 0);
  }
}
