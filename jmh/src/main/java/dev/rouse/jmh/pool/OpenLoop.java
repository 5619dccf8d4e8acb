package dev.rouse.jmh.pool;

import dev.rouse.jmh.contender.Contender;
import dev.rouse.jmh.load.Sleep;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/**
 * Jobs that come at random times, whether the pool keeps up or not, and compute for as long as the
 * mean gap between them is. With two workers that is half of what they can do. A job's wait counts
 * from the time at which it was due, so a submit that comes late, or waits, is a part of it.
 */
public final class OpenLoop implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Longer waits count as this one, ten seconds. */
  private static final long LONGEST = 10_000_000_000L;

  /** The same times for all. */
  private static final long SEED = 20_260_101;

  private final JobPool pool;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Histogram waits = new Histogram(LONGEST, 3);
  private final LongAdder ownCpu = new LongAdder();
  private final long stepsOfMicro = Work.steps(1_000_000) / 1000;
  private volatile long steps;
  private long gapNanos;
  private long due;

  /**
   * Starts the pool.
   *
   * @param contender which one, see {@link JobPools}
   * @param workers how many threads it has
   */
  public OpenLoop(Contender contender, int workers) {
    pool = JobPools.of(contender, workers, this::work, this::replied);
  }

  /**
   * Begins to count.
   *
   * @param gapMicros the mean time between two jobs, and what each computes for, in microseconds
   */
  public void begin(long gapMicros) {
    gapNanos = gapMicros * 1000;
    steps = gapMicros * stepsOfMicro;
    waits.reset();
    ownCpu.reset();
    due = System.nanoTime();
  }

  /** Does a job, which is the time at which it was due. Returns for how long it has waited. */
  private long work(long due) {
    long waited = System.nanoTime() - due;
    long start = THREADS.getCurrentThreadCpuTime();
    if (Work.compute(steps) == 0) {
      throw new IllegalStateException("the steps were not computed");
    }
    ownCpu.add(THREADS.getCurrentThreadCpuTime() - start);
    return waited;
  }

  private void replied(long waited) {
    waits.recordValue(Math.clamp(waited, 0, LONGEST));
  }

  /**
   * Sleeps until the next job is due and submits it.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException if a job has failed
   */
  public void arrive() throws InterruptedException, ExecutionException {
    // Exponential: as many independent sources have it.
    due += (long) (-Math.log(1 - random.nextDouble()) * gapNanos);
    Sleep.until(due);
    pool.submit(due);
    pool.poll();
  }

  /**
   * Waits until all jobs are done.
   *
   * @return for how long they have waited, in nanoseconds
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws ExecutionException if a job has failed
   */
  public Histogram drain() throws InterruptedException, ExecutionException {
    pool.drain();
    return waits;
  }

  /** Returns the processor time in nanoseconds in which the jobs themselves have computed. */
  public long jobsCpuNanos() {
    return ownCpu.sum();
  }

  @Override
  public void close() {
    pool.close();
  }
}
