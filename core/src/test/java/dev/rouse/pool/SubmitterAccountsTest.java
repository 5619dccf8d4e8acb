package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.codec.RecordCodec;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random scenarios with submitters: jobs that fail, jobs of which workers die, workers that cannot
 * be replaced, jobs that are long, and each way to end. Whatever happens, each ticket gets one
 * completion, and the sums agree. A failure names the seed, which {@code -Drouse.pool.firstSeed}
 * starts with.
 */
@Tag("slow")
class SubmitterAccountsTest {
  private static final int SCENARIOS = 400;
  private static final long FIRST_SEED = Long.getLong("rouse.pool.firstSeed", 1);

  private static final int FAILS = 1;
  private static final int DIES = 2;
  private static final int IS_LONG = 3;

  @Test
  void eachTicketGetsOneCompletion() throws Exception {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SCENARIOS; seed++) {
      try {
        new Scenario(seed).run();
      } catch (Throwable t) {
        throw new AssertionError("seed " + seed, t);
      }
    }
  }

  private static final class Scenario {
    private final Random random;
    private final int workers;
    private final int handlers;
    private final int kinds;
    private final AtomicInteger made = new AtomicInteger();

    Scenario(long seed) {
      random = new Random(seed);
      workers = 1 + random.nextInt(3);
      // Workers die for good in every fourth scenario.
      handlers = random.nextInt(4) == 0 ? workers + random.nextInt(3) : Integer.MAX_VALUE;
      kinds = random.nextBoolean() ? 100 : 20;
    }

    void run() throws Exception {
      WorkerPoolBuilder<Long, Long> builder =
          WorkerPool.<Long, Long>builder(RecordCodec.ofLong(), RecordCodec.ofLong(), this::handler)
              .workers(1 + random.nextInt(workers), workers)
              .idleTime(random.nextInt(3) * 50L, TimeUnit.MICROSECONDS)
              .limit(256)
              .crashLimit(random.nextInt(2))
              .threads(TestPools.quietThreads());
      if (random.nextInt(3) == 0) {
        builder.dispatch(Dispatch.byKey(job -> job % 7));
      }
      WorkerPool<Long, Long> pool = builder.start();
      List<Background<Integer>> threads = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(2); i++) {
        int credits = 1 + random.nextInt(random.nextBoolean() ? 4 : 100);
        long seed = random.nextLong();
        threads.add(Background.start(() -> submit(pool, credits, new Random(seed))));
      }
      int end = random.nextInt(3);
      if (end != 0) {
        RandomJobs.spin(random.nextInt(2_000_000));
        if (end == 1) {
          pool.shutdown();
        } else {
          pool.shutdownNow();
        }
      }
      int flushed = 0;
      for (Background<Integer> thread : threads) {
        flushed += thread.result();
      }
      assertThat(TestPools.end(pool).accepted()).as("tickets that were flushed").isEqualTo(flushed);
    }

    private JobHandler<Long, Long> handler() {
      if (made.incrementAndGet() > handlers) {
        throw new IllegalStateException("no more handlers");
      }
      return (job, context) -> {
        switch ((int) (job % kinds)) {
          case FAILS -> throw new IllegalArgumentException("fails");
          case DIES -> throw new AssertionError("dies");
          case IS_LONG -> RandomJobs.spin(200_000);
          default -> RandomJobs.spin(job % 3 * 500);
        }
        return -job;
      };
    }

    /** Returns how many jobs were flushed. */
    private static int submit(WorkerPool<Long, Long> pool, int credits, Random random)
        throws InterruptedException {
      List<Long> tickets = new ArrayList<>();
      List<Long> completions = new ArrayList<>();
      try (var submitter =
          pool.newSubmitter(
              credits,
              completion -> {
                assertThat(completion.tag()).isEqualTo(-completion.ticket());
                if (completion.status() == CompletionStatus.COMPLETED) {
                  assertThat(completion.reply()).isNotPositive();
                }
                completions.add(completion.ticket());
              })) {
        for (int i = 0; i < 300; i++) {
          tickets.add(submitter.execute((long) random.nextInt(1_000), -(i + 1L)));
          if (random.nextInt(10) == 0) {
            submitter.flush();
          }
          if (random.nextInt(10) == 0) {
            submitter.poll(1 + random.nextInt(10));
          }
        }
      } catch (ClosedException e) {
        // The pool was shut down, or has no worker left. The submitter is closed now.
      }
      assertThat(completions).containsExactlyInAnyOrderElementsOf(tickets);
      return tickets.size();
    }
  }
}
