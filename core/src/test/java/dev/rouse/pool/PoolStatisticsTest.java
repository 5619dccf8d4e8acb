package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.pool.crew.JobLength;
import dev.rouse.testing.Background;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link WorkerPool#statistics} says of the workers' time, and how it is shown. */
@SuppressWarnings("FutureReturnValueIgnored") // jobs whose replies nobody needs
class PoolStatisticsTest {
  /** A job that waits until the test lets it go. */
  private static final long STUCK = -1;

  /** A job of which its worker dies, at its first try. */
  private static final long DEADLY = -2;

  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Gate gate = new Gate();
  private final AtomicInteger deaths = new AtomicInteger();
  private @Nullable WorkerPool<Long, Long> pool;

  private Long handle(Long job) throws InterruptedException {
    if (job == STUCK) {
      gate.pass();
    }
    if (job == DEADLY && deaths.getAndIncrement() == 0) {
      throw new AssertionError("kills its worker");
    }
    return job;
  }

  private WorkerPoolBuilder<Long, Long> builder(int workers) {
    return WorkerPool.builder(
            RecordCodec.ofLong(), RecordCodec.ofLong(), () -> (job, context) -> handle(job))
        .workers(workers)
        .threads(TestPools.quietThreads());
  }

  private WorkerPool<Long, Long> start(WorkerPoolBuilder<Long, Long> builder) {
    WorkerPool<Long, Long> made = builder.start();
    pool = made;
    return made;
  }

  @AfterEach
  void end() {
    gate.open();
    if (pool != null) {
      pool.close();
    }
  }

  private static WorkerStatistics first(WorkerPool<?, ?> pool) {
    return pool.statistics().workers().getFirst();
  }

  /** Waits for what a worker says after it has answered. */
  private static void untilTimed(WorkerPool<?, ?> pool, long jobs) {
    Background.until(() -> pool.statistics().running().count() >= jobs);
  }

  private static void spin(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aJobCountsAsBusyTimeWhileItRuns() throws Exception {
    var pool = start(builder(1));
    pool.submit(STUCK);
    gate.awaitArrivals(1);
    long before = first(pool).busyNanos();
    spin(LONG_NANOS);
    WorkerStatistics during = first(pool);
    assertThat(during.busyNanos() - before).isGreaterThanOrEqualTo(LONG_NANOS);
    assertThat(during.pending()).isEqualTo(1);
    assertThat(during.busyShare()).isBetween(0.0, 1.0).isPositive();
  }

  @Test
  void anIdleWorkerIsNotBusy() throws Exception {
    var pool = start(builder(1));
    pool.submit(1L).get();
    Background.until(() -> first(pool).pending() == 0 && pool.sleeping() == 1);
    long busy = first(pool).busyNanos();
    spin(LONG_NANOS);
    assertThat(busy).isPositive();
    assertThat(first(pool).busyNanos()).isEqualTo(busy);
    assertThat(first(pool).elapsedNanos()).isGreaterThan(busy + LONG_NANOS);
  }

  /** A thread that dies of a job leaves its turn open; the worker is not busy for ever. */
  @Test
  void aDeadThreadDoesNotCountAsBusy() throws Exception {
    var pool = start(builder(1));
    assertThat(pool.submit(DEADLY)).failsWithin(30, TimeUnit.SECONDS);
    Background.until(() -> pool.sleeping() == 1);
    long busy = first(pool).busyNanos();
    spin(LONG_NANOS);
    assertThat(first(pool).busyNanos()).isEqualTo(busy);
  }

  @Test
  void sleepsAndWakesAreCounted() throws Exception {
    var pool = start(builder(1).waitPolicy(WaitPolicy.parkOnly()));
    for (int i = 1; i <= 10; i++) {
      int sleeps = i;
      Background.until(() -> first(pool).parks() == sleeps);
      assertThat(first(pool).wakes()).isEqualTo(i - 1L);
      pool.submit(1L).get();
    }
    Background.until(() -> first(pool).wakes() == 10);
  }

  /** While jobs are packed onto one worker, the other one looks after them, and nobody wakes it. */
  @Test
  void theEndOfAWatchIsNoWake() {
    var pool = start(builder(2).waitPolicy(WaitPolicy.parkOnly()));
    Background.until(
        () -> {
          for (long i = 0; i < 1_000; i++) {
            pool.trySubmit(i);
          }
          Background.until(() -> pool.sleeping() == 2 && pool.statistics().inFlight() == 0);
          PoolStatistics now = pool.statistics();
          return now.parks() > now.wakes() + 2; // two are asleep
        });
  }

  @Test
  void aWorkerThatNeverSleepsDoesNotPark() throws Exception {
    var pool = start(builder(1).waitPolicy(WaitPolicy.spinOnly()));
    for (long i = 0; i < 3; i++) {
      Background.until(() -> pool.sleeping() == 1); // it spins, and says that it has nothing to do
      pool.submit(i).get();
    }
    assertThat(pool.statistics().parks()).isZero();
    assertThat(pool.statistics().wakes()).isZero();
  }

  @Test
  void allJobsAreTimedIfThePoolIsAskedTo() throws Exception {
    var pool = start(builder(2).timeEveryJob(true));
    List<JobFuture<Long>> futures = new ArrayList<>();
    for (long i = 0; i < 1_000; i++) {
      futures.add(pool.submit(i));
      pool.executor().execute(() -> {});
    }
    for (JobFuture<Long> future : futures) {
      future.get();
    }
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    try (var submitter = pool.newSubmitter(100, completion -> {})) {
      for (long i = 0; i < 1_000; i++) {
        submitter.execute(i, 0);
      }
    }
    untilTimed(pool, 3_000);
    assertThat(pool.statistics().running().count()).isEqualTo(3_000);
    assertThat(pool.statistics().waiting().count()).isEqualTo(3_000);
  }

  /** As many of each worker's jobs, also if the workers have their jobs in turn. */
  @Test
  void oneJobInSixteenIsTimedAndStandsForAll() throws Exception {
    int jobs = 16_000;
    int workers = 16;
    var pool = start(builder(workers).dispatch(Dispatch.roundRobin()));
    for (long i = 0; i < jobs; i++) {
      pool.submit(i);
    }
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    PoolStatistics end = pool.statistics();
    assertThat(end.running().count()).isBetween(jobs - 64L, jobs + 64L);
    assertThat(end.waiting()).extracting(TimeHistogram::count).isEqualTo(end.running().count());
    for (WorkerStatistics worker : end.workers()) {
      assertThat(worker.completed()).isEqualTo(jobs / workers);
      assertThat(worker.running().count()).isBetween(jobs / workers / 2L, 2L * jobs / workers);
    }
  }

  /** The first job of a turn stands for the turn. */
  @Test
  void submittersJobsAreTimedByTheTurn() throws Exception {
    int jobs = 10_000;
    var pool = start(builder(2));
    try (var submitter = pool.newSubmitter(500, completion -> {})) {
      for (long i = 0; i < jobs; i++) {
        submitter.execute(i, 0);
      }
    }
    untilTimed(pool, jobs);
    assertThat(pool.statistics().running().count()).isEqualTo(jobs);
    assertThat(pool.statistics().waiting().count()).isEqualTo(jobs);
    assertThat(pool.statistics().completed()).isEqualTo(jobs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit", "execute", "submitter", "addressed"})
  void timesAreThoseOfTheJobs(String way) throws Exception {
    var builder = builder(1).timeEveryJob(!way.equals("submitter"));
    var pool = start(way.equals("addressed") ? builder.dispatch((job, load) -> 0) : builder);
    try (var submitter = pool.newSubmitter(4, completion -> {})) {
      for (long job : new long[] {STUCK, 1}) {
        switch (way) {
          case "submit" -> pool.submit(job);
          case "execute" ->
              pool.executor()
                  .execute(
                      () -> {
                        try {
                          handle(job);
                        } catch (InterruptedException e) {
                          throw new AssertionError(e);
                        }
                      });
          default -> {
            submitter.execute(job, 0);
            submitter.flush();
          }
        }
        gate.awaitArrivals(1);
      }
      Background.until(() -> pool.statistics().inFlight() == 2);
      spin(LONG_NANOS);
      gate.open();
    }
    untilTimed(pool, 2);
    PoolStatistics end = pool.statistics();
    assertThat(end.running().count()).isEqualTo(2);
    assertThat(end.waiting().count()).isEqualTo(2);
    assertThat(end.running().percentile(100)).isGreaterThanOrEqualTo(LONG_NANOS);
    assertThat(end.waiting().percentile(100)).isGreaterThanOrEqualTo(LONG_NANOS);
    assertThat(end.running().percentile(50)).isLessThan(end.running().percentile(100));
  }

  /** What is taken away from a worker in the middle of a long job has waited since its flush. */
  @Test
  void jobsThatWereTakenAwayAreTimed() throws Exception {
    var pool = start(builder(2));
    List<Long> done = new ArrayList<>();
    PoolStatistics before;
    PoolStatistics after;
    try (var submitter = pool.newSubmitter(100, completion -> done.add(completion.tag()))) {
      // Until jobs are taken to be so short that the three which follow are sent to one worker.
      do {
        for (long i = 0; i < 1_000; i++) {
          submitter.execute(i, 0);
        }
        while (submitter.inFlight() != 0) {
          submitter.await(100);
        }
        Background.until(() -> pool.sleeping() == 2); // and have guessed
      } while (pool.room() < 3);
      done.clear();
      before = pool.statistics();
      submitter.execute(STUCK, 0);
      submitter.execute(1L, 1);
      submitter.execute(2L, 2);
      while (done.size() < 2) {
        submitter.await(1);
      }
      untilTimed(pool, before.running().count() + 2);
      after = pool.statistics();
      gate.open(); // before all that can fail, as the close waits for it
    }
    assertThat(done).startsWith(1L, 2L);
    TimeHistogram waiting = after.waiting().minus(before.waiting());
    assertThat(waiting.count()).isEqualTo(2);
    assertThat(waiting.percentile(0))
        .as("the shortest wait in nanoseconds")
        .isGreaterThan(JobLength.ROOM_NANOS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aJobThatIsTriedAgainIsTimedOnce(boolean bySubmitter) throws Exception {
    var pool = start(builder(1).crashLimit(1).timeEveryJob(true));
    try (var submitter = pool.newSubmitter(4, completion -> {})) {
      if (bySubmitter) {
        submitter.execute(DEADLY, 0);
        assertThat(submitter.await(1)).isEqualTo(1);
        assertThat(first(pool).completed()).isEqualTo(1);
      } else {
        assertThat(pool.submit(DEADLY).get(30, TimeUnit.SECONDS)).isEqualTo(DEADLY);
      }
    }
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(deaths).hasValue(2);
    assertThat(pool.statistics().waiting().count()).isEqualTo(1);
    assertThat(pool.statistics().running().count()).isEqualTo(1);
  }

  @Test
  void tasksAreGivenBackAsTheyWere() throws Exception {
    var pool = start(builder(1).timeEveryJob(true));
    pool.submit(STUCK);
    gate.awaitArrivals(1);
    Runnable task = () -> {};
    pool.executor().execute(task);
    assertThat(pool.shutdownNow().tasks()).containsExactly(task);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pendingIsWhatWaitsForAWorkerAndWhatItRuns(boolean addressed) throws Exception {
    var builder = builder(1);
    var pool = start(addressed ? builder.dispatch((job, load) -> 0) : builder);
    try (var submitter = pool.newSubmitter(10, completion -> {})) {
      submitter.execute(STUCK, 0);
      for (long i = 0; i < 5; i++) {
        submitter.execute(i, 0);
      }
      submitter.flush();
      gate.awaitArrivals(1);
      Background.until(() -> first(pool).pending() == 6);
      assertThat(pool.statistics().inFlight()).isEqualTo(6);
      gate.open();
    }
    Background.until(() -> first(pool).pending() == 0);
  }

  @Test
  void aDifferenceIsWhatHasHappenedSince() throws Exception {
    var pool = start(builder(1).timeEveryJob(true));
    for (long i = 0; i < 10; i++) {
      pool.submit(i).get();
    }
    Background.until(() -> pool.sleeping() == 1);
    PoolStatistics before = pool.statistics();
    for (long i = 0; i < 5; i++) {
      pool.submit(i).get();
    }
    pool.submit(STUCK);
    gate.awaitArrivals(1);
    PoolStatistics after = pool.statistics();
    PoolStatistics since = after.since(before);
    assertThat(since.accepted()).isEqualTo(6);
    assertThat(since.completed()).isEqualTo(5);
    assertThat(since.inFlight()).isEqualTo(1);
    assertThat(since.running().count()).isEqualTo(5);
    assertThat(since.waiting().count()).isEqualTo(6);
    assertThat(since.elapsedNanos()).isEqualTo(after.elapsedNanos() - before.elapsedNanos());
    assertThat(since.busyNanos()).isEqualTo(after.busyNanos() - before.busyNanos()).isPositive();
    assertThat(since.busyShare()).isBetween(0.0, 1.0);
    assertThat(since.parks()).isEqualTo(after.parks() - before.parks());
    assertThat(since.wakes()).isEqualTo(after.wakes() - before.wakes());
    assertThat(since.workers().getFirst().pending()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> before.since(after))
        .withMessageContaining("earlier: " + after.elapsedNanos() + " ns with 1 workers");
  }

  /** A reader does not get in the way, and what it reads only grows. */
  @Test
  void anyThreadMayReadAtAnyTime() throws Exception {
    var pool = start(builder(2));
    var reader =
        Background.start(
            () -> {
              PoolStatistics last = pool.statistics();
              while (last.completed() < 100_000) {
                PoolStatistics next = pool.statistics();
                PoolStatistics since = next.since(last);
                assertThat(since.completed()).isNotNegative();
                assertThat(since.busyNanos()).isNotNegative();
                assertThat(next.inFlight()).isNotNegative();
                assertThat(next.busyShare()).isLessThanOrEqualTo(1);
                assertThat(next.wakes()).isLessThanOrEqualTo(next.parks());
                last = next;
              }
              return true;
            });
    try (var submitter = pool.newSubmitter(100, completion -> {})) {
      for (long i = 0; i < 50_000; i++) {
        submitter.execute(i, 0);
        pool.submit(i);
      }
    }
    assertThat(reader.result()).isTrue();
  }

  @Test
  void theTableHasALineForEachWorkerAndOneForThePool() {
    long[] times = new long[TimeHistogram.BUCKETS];
    times[10] = 98;
    times[20] = 2;
    TimeHistogram waiting = TimeHistogram.of(times);
    var one =
        new WorkerStatistics(
            "w-1", 3, 98, 1, 0, 2, 1000, 250, 7, 8, waiting, TimeHistogram.empty());
    var two =
        new WorkerStatistics(
            "w-2",
            0,
            123_456,
            0,
            4,
            0,
            1000,
            0,
            0,
            1,
            TimeHistogram.empty(),
            TimeHistogram.empty());
    var all = new PoolStatistics(1000, 5, 123_567, 1, 2, 0, 0, List.of(one, two));
    assertThat(all.table().lines())
        .containsExactly(
            "worker  pending  completed  failed  cancelled  retried  busy %  wakes  parks"
                + "  wait p50  wait p99  run p50  run p99",
            "w-1           3         98       1          0        2    25.0      7      8"
                + "     1.0us     1.0ms        -        -",
            "w-2           0     123456       0          4        0     0.0      0      1"
                + "         -         -        -        -",
            "pool          5     123554       3          5        2    12.5      7      9"
                + "     1.0us     1.0ms        -        -");
  }
}
