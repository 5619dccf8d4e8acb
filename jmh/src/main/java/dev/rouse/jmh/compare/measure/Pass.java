package dev.rouse.jmh.compare.measure;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.compare.input.WholeFiles;
import dev.rouse.jmh.compare.pipeline.Approach;
import dev.rouse.jmh.compare.pipeline.Pipeline;
import dev.rouse.jmh.tool.UserError;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one pass of one approach over some blocks took.
 *
 * @param wallSeconds from the first publish to the end of the last block's work
 * @param waitingSeconds processor time of all workers together without the work
 * @param workSeconds processor time of the work of all workers together
 * @param bytesAllocated on the heap, by the publisher and the workers
 * @param blocks how many blocks there were
 * @param bytes how many bytes they had
 * @param latency from the publish to the start of the work, in nanoseconds
 * @param stalls how late a thread woke meanwhile that slept for a millisecond, in nanoseconds
 */
public record Pass(
    double wallSeconds,
    double waitingSeconds,
    double workSeconds,
    long bytesAllocated,
    int blocks,
    long bytes,
    Histogram latency,
    Histogram stalls) {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * What all passes have in common.
   *
   * @param input the input
   * @param reference the digests to find
   * @param chunk where the blocks are
   * @param workers how many workers
   */
  public record Setting(Input input, Digests reference, Chunk chunk, int workers) {}

  /**
   * Runs a pass and compares each block's digest with the reference.
   *
   * @param approach the approach
   * @param load how fast blocks are published
   * @param setting what all passes have in common
   * @param blocks the blocks to publish, in this order
   * @param wholeFiles gets every block as well, or null
   * @return what it took
   * @throws UserError if a digest is wrong
   */
  public static Pass run(
      Approach approach,
      Load load,
      Setting setting,
      List<Block> blocks,
      @Nullable WholeFiles wholeFiles)
      throws UserError {
    int workers = setting.workers();
    byte[] digests = new byte[blocks.size() * Digests.BYTES];
    var ready = new CountDownLatch(workers);
    var done = new CountDownLatch(workers);
    var shared =
        new Worker.Shared(
            blocks, digests, wholeFiles, ready, done, Thread.currentThread(), workers);
    List<Worker> running = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      int expected = blocks.size() / workers + (i < blocks.size() % workers ? 1 : 0);
      var meter = new WorkMeter(load.workSampling(), CpuClock.COST_NANOS);
      running.add(new Worker(shared, i, expected, meter));
    }
    List<Thread> threads = new ArrayList<>();
    Pass pass;
    try (Pipeline pipeline =
            approach.start(
                setting.chunk(), blocks.size(), loop -> thread(running, threads, loop), running);
        StallMeter stalls = new StallMeter()) {
      ready.await();
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      publish(pipeline, load, blocks, workers, start);
      pipeline.end();
      done.await();
      for (Thread thread : threads) {
        thread.interrupt(); // ends a poller's last pause
        thread.join();
      }
      pipeline.finish();
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      pass = summarize(running, blocks, start, allocated, stalls.stop());
    } catch (InterruptedException | IllegalStateException e) {
      for (Worker worker : running) {
        if (worker.failure != null) {
          // It has interrupted this thread, which may have seen the failure in another way.
          Thread.interrupted();
          throw new IllegalStateException("approach " + approach.label(), worker.failure);
        }
      }
      throw new IllegalStateException("approach " + approach.label(), e);
    }
    for (int i = 0; i < blocks.size(); i++) {
      setting
          .reference()
          .requireBlock(
              approach.label(), setting.input(), blocks.get(i), digests, i * Digests.BYTES);
    }
    return pass;
  }

  /** Makes the next worker's thread. */
  private static Thread thread(List<Worker> workers, List<Thread> threads, Runnable loop) {
    int number = threads.size();
    Worker worker = workers.get(number);
    Thread thread =
        Thread.ofPlatform().name("worker-" + number).daemon().unstarted(() -> worker.run(loop));
    threads.add(thread);
    return thread;
  }

  private static void publish(
      Pipeline pipeline, Load load, List<Block> blocks, int workers, long start)
      throws InterruptedException {
    for (int i = 0; i < blocks.size(); i++) {
      if (load.intervalNanos() > 0) {
        pauseUntil(start + (i + 1) * load.intervalNanos());
      }
      pipeline.publish(i % workers, blocks.get(i), i);
    }
  }

  private static Pass summarize(
      List<Worker> workers, List<Block> blocks, long start, long allocated, Histogram stalls) {
    Histogram latency = new Histogram(workers.getFirst().latency);
    long end = start;
    long waiting = 0;
    long work = 0;
    long bytesAllocated = allocated;
    for (Worker worker : workers) {
      latency.add(worker.latency);
      // A worker without blocks has no end.
      if (worker.lastEndNanos != 0 && worker.lastEndNanos - end > 0) {
        end = worker.lastEndNanos;
      }
      waiting += worker.meter.waitingNanos();
      work += worker.meter.workNanos();
      bytesAllocated += worker.allocatedBytes;
    }
    return new Pass(
        (end - start) / 1e9,
        waiting / 1e9,
        work / 1e9,
        bytesAllocated,
        blocks.size(),
        blocks.stream().mapToLong(Block::length).sum(),
        latency,
        stalls);
  }

  private static void pauseUntil(long deadline) {
    for (long now = System.nanoTime(); deadline - now > 0; now = System.nanoTime()) {
      if (Thread.currentThread().isInterrupted()) {
        return; // a worker has failed: the next publish or await says so
      }
      LockSupport.parkNanos(deadline - now);
    }
  }
}
