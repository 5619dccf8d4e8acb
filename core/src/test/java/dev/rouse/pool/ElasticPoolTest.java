package dev.rouse.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rouse.codec.RecordCodec;
import dev.rouse.testing.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools whose number of workers changes. */
@Timeout(60)
class ElasticPoolTest {
  private static void awaitWorkers(WorkerPool<?, ?> pool, int expected) {
    Background.until(() -> pool.workers() == expected);
  }

  @Test
  void startsWithTheFewest() {
    try (WorkerPool<String, String> pool =
        WorkerPool.<String, String>builder(() -> (job, context) -> job).workers(1, 3).start()) {
      assertEquals(1, pool.workers());
    }
  }

  @Test
  void startsOneMoreForEachJobThatWouldHaveToWait() throws Exception {
    var together = new CyclicBarrier(3);
    try (WorkerPool<Integer, Integer> pool =
        WorkerPool.<Integer, Integer>builder(
                () ->
                    (job, context) -> {
                      together.await(); // three at once, or never
                      return job;
                    })
            .workers(1, 3)
            .start()) {
      List<JobFuture<Integer>> futures = pool.invokeAll(List.of(1, 2, 3));
      assertEquals(3, pool.workers());
      assertEquals(1 + 2 + 3, futures.stream().mapToInt(JobFuture::join).sum());
    }
  }

  @Test
  void endsThoseThatHaveNothingToDo() throws Exception {
    var together = new CyclicBarrier(3);
    try (WorkerPool<Integer, Integer> pool =
        WorkerPool.<Integer, Integer>builder(
                () ->
                    (job, context) -> {
                      if (job > 0) {
                        together.await();
                      }
                      return job;
                    })
            .workers(1, 3)
            .idleTime(1, MILLISECONDS)
            .start()) {
      pool.invokeAll(List.of(1, 2, 3));
      awaitWorkers(pool, 1);
      pool.invokeAll(List.of(1, 2, 3)); // and starts them again
      awaitWorkers(pool, 1);
      assertEquals(0, pool.submit(0).join());
    }
  }

  @Test
  void keepsAllIfTheNumberIsFixed() throws Exception {
    try (WorkerPool<Integer, Integer> pool =
        WorkerPool.<Integer, Integer>builder(() -> (job, context) -> job)
            .workers(2)
            .idleTime(0, NANOSECONDS)
            .start()) {
      for (int i = 0; i < 100; i++) {
        pool.submit(i).join();
      }
      assertEquals(2, pool.workers());
    }
  }

  @Test
  void startsTheWorkerThatAJobIsAddressedTo() throws Exception {
    try (WorkerPool<Integer, String> pool =
        WorkerPool.<Integer, String>builder(
                () -> (job, context) -> Thread.currentThread().getName())
            .workers(1, 3)
            .idleTime(1, MILLISECONDS)
            .dispatch((job, load) -> job)
            .start()) {
      for (int round = 0; round < 20; round++) {
        assertEquals(3, pool.broadcast(0).stream().map(JobFuture::join).distinct().count());
        String name = pool.submit(2).join();
        assertTrue(name.startsWith("worker-"), name);
        if (round % 4 == 0) {
          awaitWorkers(pool, 1);
        }
      }
    }
  }

  @Test
  void losesNoJobWhileWorkersComeAndGo() throws Exception {
    var done = new AtomicInteger();
    var random = new SplittableRandom(42);
    try (WorkerPool<Long, Long> pool =
            WorkerPool.builder(
                    RecordCodec.ofLong(),
                    RecordCodec.ofLong(),
                    () ->
                        (Long job, Job context) -> {
                          done.incrementAndGet();
                          for (long i = 0; i < job; i++) {
                            Thread.onSpinWait();
                          }
                          return job + 1;
                        })
                .workers(1, 3)
                .idleTime(0, NANOSECONDS)
                .start();
        Submitter<Long, Long> submitter = pool.newSubmitter(64, completion -> {})) {
      int jobs = 0;
      for (int round = 0; round < 2_000; round++) {
        int burst = 1 + random.nextInt(8);
        List<JobFuture<Long>> futures = new ArrayList<>();
        for (int i = 0; i < burst; i++) {
          long job = random.nextInt(3) == 0 ? random.nextInt(20_000) : 0;
          if (random.nextBoolean()) {
            submitter.execute(job, 0);
          } else {
            futures.add(pool.submit(job));
          }
        }
        jobs += burst;
        submitter.flush();
        futures.forEach(JobFuture::join);
        while (submitter.inFlight() != 0) {
          submitter.await(Integer.MAX_VALUE);
        }
      }
      assertEquals(jobs, done.get());
      // A worker counts a job after it has completed its future.
      assertTrue(pool.awaitQuiescence(30, SECONDS), "jobs are in flight");
      PoolStatistics statistics = pool.statistics();
      assertEquals(jobs, statistics.completed());
    }
  }

  @Test
  void endsWithWorkersThatRest() throws Exception {
    for (int i = 0; i < 200; i++) {
      WorkerPool<Integer, Integer> pool =
          WorkerPool.<Integer, Integer>builder(() -> (job, context) -> job)
              .workers(1, 4)
              .idleTime(0, NANOSECONDS)
              .start();
      List<JobFuture<Integer>> futures = new ArrayList<>();
      for (int job = 0; job < i % 7; job++) {
        futures.add(pool.submit(job));
      }
      pool.shutdown();
      assertTrue(pool.awaitTermination(30, SECONDS), "the pool has not ended");
      assertTrue(futures.stream().allMatch(JobFuture::isDone));
    }
  }

  @Test
  void givesAWorkerUpThatCannotBeStarted() throws Exception {
    var gate = new Gate();
    var told = new CountDownLatch(1);
    try (WorkerPool<Integer, Integer> pool =
            WorkerPool.<Integer, Integer>builder(
                    TestPools.handlers(
                        1,
                        (job, context) -> {
                          gate.pass();
                          return job;
                        }))
                .workers(1, 2)
                .threads(
                    Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, e) -> told.countDown())
                        .factory())
                .start();
        gate) {
      JobFuture<Integer> first = pool.submit(1);
      gate.awaitArrivals(1);
      JobFuture<Integer> second = pool.submit(2);
      assertTrue(told.await(30, SECONDS), "nobody was told");
      gate.open();
      assertEquals(3, first.join() + second.join());
      assertEquals(1, pool.workers());
    }
  }

  @Test
  void anotherWorkerIsStartedInPlaceOfOneThatCannotBe() throws Exception {
    var made = new AtomicInteger();
    var gate = new Gate();
    try (WorkerPool<Integer, Integer> pool =
            WorkerPool.<Integer, Integer>builder(
                    () -> {
                      if (made.incrementAndGet() == 2) {
                        throw new IllegalStateException("the second handler");
                      }
                      return (job, context) -> {
                        if (job == 1) {
                          gate.pass();
                        }
                        return job;
                      };
                    })
                .workers(1, 3)
                .threads(TestPools.quietThreads())
                .start();
        gate) {
      Background.until(() -> pool.sleeping() == 1); // the first job wakes it, and starts no other
      JobFuture<Integer> one = pool.submit(1);
      gate.awaitArrivals(1);
      JobFuture<Integer> two = pool.submit(2); // starts the second worker, which fails
      assertThat(two).as("the job for a third worker").succeedsWithin(Duration.ofSeconds(10));
      assertThat(one).isNotDone();
      assertEquals(3, made.get());
    }
  }

  @Test
  void aLongJobKeepsNobodyWaitingAfterTheWorkerOnWatchHasEnded() throws Exception {
    try (WorkerPool<CountDownLatch, Integer> pool =
        WorkerPool.<CountDownLatch, Integer>builder(
                () ->
                    (latch, context) -> {
                      if (latch.getCount() == 2) {
                        latch.countDown();
                        latch.await();
                      } else if (latch.getCount() == 1) {
                        latch.countDown();
                      }
                      return 0;
                    })
            .workers(1, 2)
            .idleTime(0, NANOSECONDS)
            .start()) {
      var none = new CountDownLatch(0);
      for (int round = 0; round < 200; round++) {
        List<JobFuture<Integer>> before = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          before.add(pool.submit(none));
        }
        assertEquals(0, before.stream().mapToInt(JobFuture::join).sum());
        var latch = new CountDownLatch(2);
        JobFuture<Integer> blocks = pool.submit(latch);
        while (latch.getCount() == 2) {
          Thread.onSpinWait();
        }
        pool.submit(latch).join(); // which releases the first one
        blocks.join();
      }
    }
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    WorkerPoolBuilder<Integer, Integer> builder = WorkerPool.builder(() -> (job, context) -> job);
    assertEquals(
        "fewest: 0, expected at least 1",
        assertThrows(IllegalArgumentException.class, () -> builder.workers(0, 2)).getMessage());
    assertEquals(
        "most: 1, expected at least the fewest, 2",
        assertThrows(IllegalArgumentException.class, () -> builder.workers(2, 1)).getMessage());
    assertEquals(
        "time: -1, expected 0 or more",
        assertThrows(IllegalArgumentException.class, () -> builder.idleTime(-1, SECONDS))
            .getMessage());
  }
}
