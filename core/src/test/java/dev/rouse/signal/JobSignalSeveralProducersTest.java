package dev.rouse.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.codec.RecordCodec;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several producers with a ring each and one signal: with each job counted before its record is
 * published, the consumer completes no job too many and leaves no record, whatever its limit.
 */
class JobSignalSeveralProducersTest {
  private static final RecordCodec<Long> CODEC = RecordCodec.ofLong();
  private static final int PRODUCERS = 4;
  private static final int RECORDS = 50_000;

  /** Less than a ring holds, so that a drain leaves records. */
  private static final int LIMIT = 3;

  /** What a producer does when its ring is full. */
  enum WhenFull {
    /** Offers the record again; the job stays counted. */
    OFFER_AGAIN,
    /** Takes the job back, and counts it again before the next try. */
    TAKE_BACK
  }

  private final JobSignal signal = JobSignal.allocate();
  private final AtomicInteger producing = new AtomicInteger(PRODUCERS);

  @ParameterizedTest
  @EnumSource
  void everyRecordIsDrainedAndEveryJobCompleted(WhenFull whenFull) throws Exception {
    List<RingConsumer> rings = new ArrayList<>();
    List<Background<?>> producers = new ArrayList<>();
    for (int i = 0; i < PRODUCERS; i++) {
      SpscRing ring = SpscRing.allocate(SpscRing.capacityFor(256, Long.BYTES));
      rings.add(ring.consumer());
      producers.add(Background.start(() -> produce(ring.producer(), whenFull)));
    }
    var consumer = Background.start(() -> consume(rings));

    long sum = LongStream.rangeClosed(1, RECORDS).sum();
    assertThat(consumer.result()).containsOnly(sum).hasSize(PRODUCERS);
    for (Background<?> producer : producers) {
      producer.result();
    }
    assertThat(signal.pending()).isZero();
    assertThat(rings).noneMatch(RingConsumer::hasRecord);
  }

  /** Sends its numbers; the last producer closes the signal. */
  private Void produce(RingProducer ring, WhenFull whenFull) {
    for (long number = 1; number <= RECORDS; number++) {
      signal.add(1);
      while (!ring.offer(1, number, CODEC)) {
        assertThat(signal.isClosed()).as("closed, since the consumer failed").isFalse();
        if (whenFull == WhenFull.TAKE_BACK) {
          signal.complete(1);
          Thread.yield();
          signal.add(1);
        } else {
          Thread.yield();
        }
      }
    }
    if (producing.decrementAndGet() == 0) {
      signal.close();
    }
    return null;
  }

  /** Drains until the signal is closed and no job is pending; returns the sum from each ring. */
  private long[] consume(List<RingConsumer> rings) {
    var sums = new long[rings.size()];
    try {
      while (true) {
        signal.awaitUninterruptibly();
        int drained = 0;
        for (int i = 0; i < sums.length; i++) {
          int from = i;
          drained +=
              rings
                  .get(i)
                  .drain(
                      (type, segment, offset, length) ->
                          sums[from] += CODEC.decode(segment, offset, length),
                      LIMIT);
        }
        if (drained > 0) {
          signal.complete(drained);
        } else {
          Thread.onSpinWait();
        }
      }
    } catch (ClosedException e) {
      return sums;
    } finally {
      signal.close(); // after a failure, producers must not wait for space
    }
  }
}
