package dev.rouse.samples;

// @start region="program"
import dev.rouse.codec.RecordCodec;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.ClosedException;
import java.util.ArrayList;
import java.util.List;

/** Several producers with a ring each; one consumer, which sleeps while all rings are empty. */
final class SeveralProducersSample {
  private static final RecordCodec<Long> CODEC = RecordCodec.ofLong();

  public static void main(String[] args) throws InterruptedException {
    JobSignal signal = JobSignal.allocate();
    List<RingConsumer> rings = new ArrayList<>();
    List<Thread> producers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SpscRing ring = SpscRing.allocate(SpscRing.capacityFor(64, Long.BYTES));
      rings.add(ring.consumer());
      producers.add(Thread.ofPlatform().start(() -> produce(signal, ring.producer())));
    }
    Thread consumer = Thread.ofPlatform().start(() -> consume(signal, rings));
    for (Thread producer : producers) {
      producer.join();
    }
    signal.close(); // the consumer still gets what was counted
    consumer.join();
  }

  private static void produce(JobSignal signal, RingProducer ring) {
    for (long number = 1; number <= 1000; number++) {
      signal.add(1); // count first, then publish
      while (!ring.offer(1, number, CODEC)) {
        Thread.yield(); // full; a job is pending, so the consumer is awake
      }
    }
  }

  private static void consume(JobSignal signal, List<RingConsumer> rings) {
    long[] sum = new long[1];
    try {
      while (true) {
        signal.awaitUninterruptibly();
        int drained = 0;
        for (RingConsumer ring : rings) {
          drained +=
              ring.drain(
                  (type, segment, offset, length) ->
                      sum[0] += CODEC.decode(segment, offset, length),
                  16); // at most 16 from each ring in turn
        }
        if (drained > 0) {
          signal.complete(drained);
        } else {
          Thread.onSpinWait(); // counted, and published in a moment
        }
      }
    } catch (ClosedException e) { // closed, and no job is pending
      System.out.println(sum[0]);
    }
  }
}
// @end
