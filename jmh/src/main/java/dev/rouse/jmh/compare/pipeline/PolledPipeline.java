package dev.rouse.jmh.compare.pipeline;

import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.ring.RingConsumer;
import dev.rouse.ring.RingProducer;
import dev.rouse.ring.SpscRing;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors in rings that the workers poll, with a pause whenever they find nothing. The
 * descriptors are the same as in {@link PoolPipeline}.
 */
final class PolledPipeline extends LoopPipeline {
  /** Blocks handled between two looks at the ring's positions. */
  private static final int BATCH = 64;

  private final List<RingProducer> producers = new ArrayList<>();
  private final List<RingConsumer> consumers = new ArrayList<>();
  private final Chunk chunk;
  private final long pauseMillis;
  private volatile boolean ended;

  /**
   * Makes the pipeline.
   *
   * @param workers how many workers
   * @param chunk where the blocks are
   * @param descriptors how many descriptors a ring must hold
   * @param pauseMillis how long to sleep when there is nothing; 0 to spin
   */
  PolledPipeline(int workers, Chunk chunk, int descriptors, long pauseMillis) {
    this.chunk = chunk;
    this.pauseMillis = pauseMillis;
    for (int i = 0; i < workers; i++) {
      SpscRing ring = SpscRing.allocate(Descriptor.capacityFor(descriptors));
      producers.add(ring.producer());
      consumers.add(ring.consumer());
    }
  }

  @Override
  public void publish(int worker, Block block, int sequence) throws InterruptedException {
    long published = System.nanoTime();
    RingProducer producer = producers.get(worker);
    long payload = producer.claim(Descriptor.TYPE, Descriptor.BYTES);
    while (payload == RingProducer.NO_SPACE) {
      pause();
      payload = producer.claim(Descriptor.TYPE, Descriptor.BYTES);
    }
    Descriptor.write(producer.segment(), payload, published, block, sequence);
    producer.commit();
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  void work(int worker, BlockHandler handler) throws InterruptedException {
    RingConsumer consumer = consumers.get(worker);
    var reader = Descriptor.reader(chunk, handler);
    while (true) {
      // Read before the ring: nothing is published after the end.
      boolean last = ended;
      if (consumer.drain(reader, BATCH) == 0) {
        if (last) {
          return;
        }
        pause();
      }
    }
  }

  private void pause() throws InterruptedException {
    if (pauseMillis == 0) {
      Thread.onSpinWait();
    } else {
      Thread.sleep(pauseMillis);
    }
  }
}
