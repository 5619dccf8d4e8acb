package dev.rouse.pool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.codec.RecordCodec;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FutureReturnValueIgnored") // jobs whose replies nobody needs
class SubmitterTest {
  private static final int ALL = Integer.MAX_VALUE;

  /** After so many short jobs, jobs are known to be short. */
  private static final int KNOWN = 3_000;

  /** What has become of a job. */
  private record End(
      long ticket,
      long tag,
      CompletionStatus status,
      @Nullable Long reply,
      @Nullable RuntimeException exception) {
    static End of(Completion<Long> completion) {
      boolean completed = completion.status() == CompletionStatus.COMPLETED;
      return new End(
          completion.ticket(),
          completion.tag(),
          completion.status(),
          completed ? completion.reply() : null,
          completion.exception());
    }
  }

  private final List<End> ends = new ArrayList<>();
  private @Nullable WorkerPool<?, ?> pool;

  private static WorkerPoolBuilder<Long, Long> builder(JobHandler<Long, Long> handler) {
    return WorkerPool.builder(RecordCodec.ofLong(), RecordCodec.ofLong(), () -> handler);
  }

  private <J, R> WorkerPool<J, R> start(WorkerPoolBuilder<J, R> builder) {
    WorkerPool<J, R> started = builder.start();
    pool = started;
    return started;
  }

  private void keep(Completion<Long> completion) {
    ends.add(End.of(completion));
  }

  private List<CompletionStatus> statuses() {
    return ends.stream().map(End::status).distinct().toList();
  }

  private static void awaitAll(Submitter<?, ?> submitter) throws InterruptedException {
    while (submitter.inFlight() != 0) {
      assertThat(submitter.await(ALL, 30, TimeUnit.SECONDS))
          .as("completions, of %d jobs in flight", submitter.inFlight())
          .isPositive();
    }
  }

  @AfterEach
  void accountsAgree() throws Exception {
    if (pool != null) {
      TestPools.end(pool);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 64", "2, 7", "3, 1000", "2, 5000"})
  void everyJobIsDoneOnceAndItsReplyComesBack(int workers, int credits) throws Exception {
    int jobs = 20_000;
    var done = ConcurrentHashMap.<Long>newKeySet();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      assertThat(done.add(job)).isTrue();
                      return 2 * job;
                    })
                .workers(workers));
    Map<Long, End> byTag = new HashMap<>();
    try (var submitter =
        pool.newSubmitter(credits, c -> assertThat(byTag.put(c.tag(), End.of(c))).isNull())) {
      for (long i = 0; i < jobs; i++) {
        assertThat(submitter.execute(i, -i)).isEqualTo(i + 1);
      }
    }
    assertThat(byTag).hasSize(jobs);
    byTag.forEach(
        (tag, end) ->
            assertThat(end)
                .isEqualTo(new End(1 - tag, tag, CompletionStatus.COMPLETED, -2 * tag, null)));
    assertThat(pool.statistics().completed()).isEqualTo(jobs);
  }

  @Test
  void recordsAreHandledWhereTheyLie() throws Exception {
    var pool =
        start(
            WorkerPool.builderOfRecords(
                    () ->
                        (memory, offset, length, replyOffset, job) -> {
                          assertThat(offset % 8).isZero();
                          assertThat(replyOffset % 8).isZero();
                          for (int i = 0; i < length; i++) {
                            byte value = memory.get(JAVA_BYTE, offset + i);
                            memory.set(JAVA_BYTE, replyOffset + length - 1 - i, value);
                          }
                          return length;
                        })
                .workers(1) // so that they come back in order
                .maxJobBytes(10)
                .maxReplyBytes(10));
    List<String> replies = new ArrayList<>();
    try (Arena arena = Arena.ofConfined();
        var submitter = pool.newSubmitter(2, c -> replies.add(new String(c.reply(), UTF_8)))) {
      MemorySegment hello = arena.allocateFrom("_hello");
      assertThat(submitter.tryExecute(hello, 1, 5, 0)).isEqualTo(1);
      long claim = submitter.tryClaim();
      assertThat(submitter.inFlight()).isEqualTo(1);
      assertThat(submitter.remaining()).isZero();
      MemorySegment.copy(arena.allocateFrom("world"), 0, submitter.memory(), claim, 5);
      assertThat(submitter.commit(5, 0)).isEqualTo(2);
      assertThat(submitter.tryClaim()).isEqualTo(Submitter.FULL);
      assertThat(submitter.tryExecute(hello, 1, 5, 0)).isEqualTo(Submitter.FULL);
      awaitAll(submitter);
      assertThat(submitter.tryExecute("0123456789".getBytes(UTF_8), 0)).isEqualTo(3);
      assertThat(submitter.tryExecute(new byte[0], 0)).isEqualTo(4);
      assertThat(submitter.tryExecute(new byte[0], 0)).isEqualTo(Submitter.FULL);
    }
    assertThat(replies).containsExactly("olleh", "dlrow", "9876543210", "");
    assertThat(pool.submit("heap".getBytes(UTF_8)).get(30, TimeUnit.SECONDS))
        .asString()
        .isEqualTo("paeh");
  }

  @Test
  void anAbortedClaimIsNotSubmitted() throws Exception {
    var pool = start(builder((job, context) -> job));
    try (var submitter = pool.newSubmitter(1, this::keep)) {
      submitter.memory().set(JAVA_LONG, submitter.tryClaim(), 1);
      submitter.abort();
      assertThat(submitter.remaining()).isEqualTo(1);
      submitter.memory().set(JAVA_LONG, submitter.tryClaim(), 2);
      submitter.commit(8, 0);
    }
    assertThat(ends).extracting(End::reply).containsExactly(2L);
    assertThat(pool.statistics().accepted()).isEqualTo(1);
  }

  @Test
  void wrongUseIsRefused() throws Exception {
    var pool = start(builder((job, context) -> job).limit(10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool.newSubmitter(0, this::keep))
        .withMessage("credits: 0, expected 1 to 16777216");
    try (var submitter = pool.newSubmitter(2, this::keep)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> submitter.tryExecute(submitter.memory(), 0, 9, 0))
          .withMessage("length: 9 bytes, expected 0 to 8: see WorkerPoolBuilder.maxJobBytes");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> submitter.tryExecute(submitter.memory(), 0, -1, 0));
      assertThatIllegalStateException()
          .isThrownBy(() -> submitter.commit(8, 0))
          .withMessage("there is no claim: expected tryClaim first");
      assertThatIllegalStateException().isThrownBy(submitter::abort);
      long claim = submitter.tryClaim();
      assertThatIllegalStateException()
          .isThrownBy(submitter::tryClaim)
          .withMessage("there is a claim: expected commit or abort first");
      assertThatIllegalStateException().isThrownBy(() -> submitter.tryExecute(1L, 0));
      assertThatIllegalArgumentException().isThrownBy(() -> submitter.commit(9, 0));
      submitter.memory().set(JAVA_LONG, claim, 3);
      submitter.commit(8, 0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> submitter.poll(0))
          .withMessage("limit: 0, expected 1 or more");
      awaitAll(submitter);
      assertThat(submitter.poll(1)).isZero();
      assertThat(submitter.await(1)).as("nothing is in flight").isZero();
    }
    assertThat(ends).extracting(End::reply).containsExactly(3L);
  }

  @Test
  void aPoolWithoutCodecsHasNoSubmitters() {
    var pool = start(WorkerPool.<Long, Long>builder(() -> (job, context) -> job));
    assertThatIllegalStateException()
        .isThrownBy(() -> pool.newSubmitter(1, this::keep))
        .withMessageStartingWith("a pool without codecs has no submitters");
  }

  @Test
  void creditsAreReservedFromTheLimit() {
    var pool = start(builder((job, context) -> job).limit(10));
    try (var first = pool.newSubmitter(6, this::keep)) {
      assertThat(first.remaining()).isEqualTo(6);
      assertThat(pool.remaining()).isEqualTo(4);
      assertThatIllegalStateException()
          .isThrownBy(() -> pool.newSubmitter(5, this::keep))
          .withMessage(
              "credits: 5, expected at most 4: the pool's limit is 10, and other submitters have"
                  + " reserved 6");
      try (var second = pool.newSubmitter(4, this::keep)) {
        assertThat(second.remaining()).isEqualTo(4);
        assertThat(pool.trySubmit(1L)).isNull();
      }
    }
    assertThat(pool.remaining()).isEqualTo(10);
  }

  @Test
  void aFailedJobIsReportedAndHarmsNoOther() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job % 3 == 0) {
                        throw new IllegalArgumentException("three times " + job / 3);
                      }
                      return job;
                    })
                .workers(2)
                .name("w"));
    try (var submitter = pool.newSubmitter(100, this::keep)) {
      for (long i = 1; i <= 30; i++) {
        submitter.execute(i, i);
      }
    }
    assertThat(ends).hasSize(30);
    for (End end : ends) {
      if (end.tag() % 3 == 0) {
        assertThat(end.status()).isEqualTo(CompletionStatus.FAILED);
        assertThat(end.exception())
            .isInstanceOf(JobException.class)
            .hasMessageMatching(
                "job " + end.ticket() + " \\(record\\) failed in w-[12]: .*three times.*")
            .hasRootCauseInstanceOf(IllegalArgumentException.class);
      } else {
        assertThat(end.reply()).isEqualTo(end.tag());
        assertThat(end.exception()).isNull();
      }
    }
    assertThat(pool.statistics().failed()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 9})
  void aReplyOfAWrongLengthFails(int length) throws Exception {
    var pool =
        start(
            WorkerPool.builderOfRecords(() -> (memory, offset, n, reply, job) -> length)
                .maxJobBytes(8)
                .maxReplyBytes(8));
    List<String> messages = new ArrayList<>();
    try (var submitter =
        pool.newSubmitter(1, c -> messages.add(String.valueOf(requireNonNull(c.exception()))))) {
      submitter.execute(new byte[8], 0);
    }
    assertThat(messages)
        .singleElement()
        .asString()
        .contains("a reply of " + length + " bytes, expected 0 to 8");
  }

  @Test
  void aReplyThatIsTooLongFails() throws Exception {
    var pool =
        start(
            WorkerPool.builder(
                    RecordCodec.ofInt(),
                    RecordCodec.utf8(),
                    () -> (job, context) -> "x".repeat(job))
                .maxReplyBytes(4));
    Map<Long, CompletionStatus> statuses = new HashMap<>();
    try (var submitter = pool.newSubmitter(8, c -> statuses.put(c.tag(), c.status()))) {
      submitter.execute(4, 4);
      submitter.execute(5, 5);
    }
    assertThat(statuses)
        .containsEntry(4L, CompletionStatus.COMPLETED)
        .containsEntry(5L, CompletionStatus.FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aWorkerThatDiesIsReplaced(int crashLimit) throws Exception {
    var crashes = new AtomicInteger();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job == 5 && crashes.incrementAndGet() == 1) {
                        throw new AssertionError("dies of 5");
                      }
                      return job;
                    })
                .workers(1)
                .crashLimit(crashLimit)
                .threads(TestPools.quietThreads()));
    try (var submitter = pool.newSubmitter(16, this::keep)) {
      for (long i = 0; i < 16; i++) {
        submitter.execute(i, i);
      }
    }
    assertThat(ends).hasSize(16);
    assertThat(ends)
        .filteredOn(end -> end.status() == CompletionStatus.FAILED)
        .extracting(End::tag)
        .isEqualTo(crashLimit == 0 ? List.of(5L) : List.of());
  }

  /** The jobs that lie at a worker that cannot be replaced are done by others. */
  @Test
  void theJobsOfALostWorkerAreDoneByOthers() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            WorkerPool.<Long, Long>builder(
                    RecordCodec.ofLong(),
                    RecordCodec.ofLong(),
                    TestPools.handlers(
                        2,
                        (job, context) -> {
                          if (job < 0) {
                            gate.pass();
                            throw new AssertionError("dies");
                          }
                          return job;
                        }))
                .workers(2)
                .dispatch((job, load) -> 0)
                .threads(TestPools.quietThreads()));
    try (var submitter = pool.newSubmitter(100, this::keep)) {
      submitter.tryExecute(-1L, -1);
      for (long i = 0; i < 50; i++) {
        submitter.tryExecute(i, i);
      }
      gate.open();
      awaitAll(submitter);
      for (long i = 50; i < 100; i++) { // now it is known to be gone
        submitter.execute(i, i);
      }
    }
    assertThat(ends).filteredOn(end -> end.status() == CompletionStatus.COMPLETED).hasSize(100);
    assertThat(ends).filteredOn(end -> end.status() == CompletionStatus.FAILED).hasSize(1);
  }

  @Test
  void aPoolWithoutWorkersFailsItsJobs() throws Exception {
    var pool =
        start(
            WorkerPool.<Long, Long>builder(
                    RecordCodec.ofLong(),
                    RecordCodec.ofLong(),
                    TestPools.handlers(
                        1,
                        (job, context) -> {
                          throw new AssertionError("dies");
                        }))
                .workers(1)
                .threads(TestPools.quietThreads()));
    try (var submitter = pool.newSubmitter(200, this::keep)) {
      for (long i = 0; i < 200; i++) {
        submitter.tryExecute(i, i);
      }
      submitter.flush();
      awaitAll(submitter);
      assertThatExceptionOfType(ClosedException.class)
          .isThrownBy(() -> submitter.tryExecute(0L, 0));
    } catch (ClosedException e) {
      // The first batch was sent, and the worker lost, before the others were gathered.
    }
    assertThat(statuses()).isSubsetOf(CompletionStatus.FAILED, CompletionStatus.CANCELLED);
  }

  /** A worker is lost while a submitter sends to it, and more is sent to it later. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatIsSentToAWorkerThatIsLostEnds(int workers) throws Exception {
    var random = new SplittableRandom(workers);
    for (int round = 0; round < 15; round++) {
      var losing =
          WorkerPool.<Long, Long>builder(
                  RecordCodec.ofLong(),
                  RecordCodec.ofLong(),
                  TestPools.handlers(
                      workers,
                      (job, context) -> {
                        if (job < 0) {
                          throw new AssertionError("dies");
                        }
                        return job;
                      }))
              .workers(workers)
              .threads(TestPools.quietThreads())
              .start();
      // Not closed if it fails: that would wait for the jobs that were lost.
      var submitter = losing.newSubmitter(256, this::keep);
      for (long i = 0; i < KNOWN; i++) {
        submitter.execute(i, i);
      }
      awaitAll(submitter);
      ends.clear();
      long deadly = random.nextInt(100);
      int flushes = 1 + random.nextInt(Submitter.BATCH);
      long sent = 0;
      try {
        for (long i = 0; i < 300; i++) {
          while (submitter.tryExecute(i == deadly ? -1L : i, i) == Submitter.FULL) {
            assertThat(submitter.await(ALL, 10, TimeUnit.SECONDS)).as("completions").isPositive();
          }
          sent++;
          if (i % flushes == 0) {
            submitter.flush();
          }
        }
        awaitAll(submitter);
        for (long i = 300; i < 310; i++) { // now it is known to be gone
          submitter.tryExecute(i, i);
          sent++;
        }
      } catch (ClosedException e) {
        assertThat(workers).as("workers, of which one was lost").isEqualTo(1);
      }
      awaitAll(submitter);
      submitter.close();
      assertThat(ends).as("round %d", round).hasSize((int) sent);
      if (workers > 1) {
        assertThat(ends)
            .filteredOn(end -> end.status() != CompletionStatus.COMPLETED)
            .as("jobs that were not completed, round %d", round)
            .extracting(End::tag)
            .containsExactly(deadly);
      }
      assertThat(TestPools.end(losing).accepted()).isEqualTo(KNOWN + sent);
    }
  }

  /** Jobs that were sent to a worker together with a long one do not wait for that. */
  @Test
  void theWorkerOnWatchTakesWhatLiesBehindALongJob() throws Exception {
    for (int round = 0; round < 10; round++) {
      var gate = new Gate();
      try (var watched =
              builder(
                      (job, context) -> {
                        if (job < 0) {
                          gate.pass();
                        }
                        return job;
                      })
                  .workers(2)
                  .start();
          var submitter = watched.newSubmitter(Submitter.BATCH, this::keep);
          gate) {
        for (long i = 0; i < KNOWN; i++) {
          submitter.execute(i, i);
        }
        awaitAll(submitter);
        Background.until(() -> watched.sleeping() == 2);
        ends.clear();
        submitter.tryExecute(-1L, -1);
        for (long i = 1; i < Submitter.BATCH; i++) {
          submitter.tryExecute(i, i);
        }
        while (ends.size() < Submitter.BATCH - 1) {
          assertThat(submitter.await(ALL, 10, TimeUnit.SECONDS))
              .as("more than %d jobs that end while the first one runs", ends.size())
              .isPositive();
        }
        assertThat(ends).extracting(End::tag).doesNotContain(-1L);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void longJobsSpread(boolean afterShortOnes) throws Exception {
    int workers = 3;
    var together = new CyclicBarrier(workers);
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job < 0) {
                        together.await(30, TimeUnit.SECONDS);
                      }
                      return job;
                    })
                .workers(workers));
    try (var submitter = pool.newSubmitter(100, this::keep)) {
      for (long i = 0; afterShortOnes && i < 20_000; i++) {
        submitter.execute(i, i);
      }
      awaitAll(submitter);
      for (int round = 0; round < 5; round++) {
        for (long i = 1; i <= workers; i++) {
          submitter.tryExecute(-i, -i);
          submitter.flush(); // one by one: a batch goes to one worker while jobs are short
          Background.until(() -> together.getNumberWaiting() != 0 || submitter.poll(ALL) != 0);
        }
        awaitAll(submitter);
      }
    }
    assertThat(statuses()).containsExactly(CompletionStatus.COMPLETED);
  }

  @Test
  void aWorkerInTheMiddleOfALongJobGetsNoOthers() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job < 0) {
                        gate.pass();
                      }
                      return job;
                    })
                .workers(2));
    try (var submitter = pool.newSubmitter(1000, this::keep)) {
      for (long i = 0; i < 50_000; i++) {
        submitter.execute(i, i);
      }
      awaitAll(submitter);
      submitter.tryExecute(-1L, -1);
      submitter.flush();
      gate.awaitArrivals(1);
      int others = 0;
      for (long i = 0; i < 500; i++) {
        submitter.tryExecute(i, i);
        submitter.flush();
        submitter.poll(ALL);
        others++;
      }
      ends.clear();
      // All but those that were sent before it was known that the job is long.
      Background.until(
          () -> {
            submitter.poll(ALL);
            return submitter.inFlight() < 500;
          });
      gate.open();
      assertThat(others).isEqualTo(500);
    }
  }

  @Test
  void jobsOfAKeyStayInOrderOnOneWorker() throws Exception {
    int keys = 5;
    Map<Long, List<Long>> byKey = new ConcurrentHashMap<>();
    Map<Long, String> workerOf = new ConcurrentHashMap<>();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      byKey.computeIfAbsent(job % keys, key -> new ArrayList<>()).add(job);
                      String before = workerOf.putIfAbsent(job % keys, context.worker());
                      assertThat(before == null || before.equals(context.worker())).isTrue();
                      return job;
                    })
                .workers(3)
                .dispatch(Dispatch.byKey(job -> job % keys)));
    try (var submitter = pool.newSubmitter(64, this::keep)) {
      for (long i = 0; i < 10_000; i++) {
        submitter.execute(i, i);
      }
    }
    assertThat(statuses()).containsExactly(CompletionStatus.COMPLETED);
    byKey.values().forEach(jobs -> assertThat(jobs).isSorted().hasSize(10_000 / keys));
  }

  @Test
  void shutdownFinishesWhatWasFlushedAndCancelsTheRest() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      gate.pass();
                      return job;
                    })
                .workers(2));
    try (var submitter = pool.newSubmitter(100, this::keep)) {
      for (long i = 0; i < 20; i++) {
        submitter.tryExecute(i, i);
      }
      submitter.flush();
      gate.awaitArrivals(1);
      for (long i = 20; i < 30; i++) {
        submitter.tryExecute(i, i);
      }
      pool.shutdown();
      assertThatExceptionOfType(ClosedException.class)
          .isThrownBy(() -> submitter.tryExecute(0L, 0));
      assertThatExceptionOfType(ClosedException.class).isThrownBy(submitter::tryClaim);
      submitter.flush();
      assertThat(submitter.poll(3)).isEqualTo(3);
      assertThat(submitter.poll(ALL)).isEqualTo(7);
      assertThat(statuses()).containsExactly(CompletionStatus.CANCELLED);
      assertThat(pool.isTerminated()).isFalse();
      gate.open();
      awaitAll(submitter);
    }
    assertThat(ends.subList(10, 30)).allMatch(end -> end.status() == CompletionStatus.COMPLETED);
    assertThat(ends)
        .extracting(End::tag)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 30).boxed().toList());
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void shutdownNowCancelsWhatHasNotStarted() throws Exception {
    var started = new CountDownLatch(2);
    var pool =
        start(
            builder(
                    (job, context) -> {
                      started.countDown();
                      while (!context.isCancelled()) {
                        Thread.onSpinWait();
                      }
                      return job;
                    })
                .workers(2));
    try (var submitter = pool.newSubmitter(100, this::keep)) {
      for (long i = 0; i < 100; i++) {
        submitter.tryExecute(i, i);
      }
      submitter.flush();
      started.await();
      assertThat(pool.shutdownNow().jobs()).isEmpty();
      awaitAll(submitter);
    }
    assertThat(ends).hasSize(100);
    assertThat(ends).filteredOn(end -> end.status() == CompletionStatus.COMPLETED).hasSize(2);
    assertThat(ends).filteredOn(end -> end.status() == CompletionStatus.CANCELLED).hasSize(98);
  }

  @Test
  void shutdownNowInterruptsWhatRuns() throws Exception {
    var started = new CountDownLatch(1);
    var pool =
        start(
            builder(
                (job, context) -> {
                  started.countDown();
                  new CountDownLatch(1).await(); // until it is interrupted
                  return job;
                }));
    try (var submitter = pool.newSubmitter(1, this::keep)) {
      submitter.tryExecute(0L, 0);
      submitter.flush();
      started.await();
      pool.shutdownNow();
    }
    assertThat(statuses()).containsExactly(CompletionStatus.FAILED);
    assertThat(ends.getFirst().exception()).hasRootCauseInstanceOf(InterruptedException.class);
  }

  /** Starts a pool whose worker says which number it was given last. */
  private WorkerPool<Long, Long> startOneThatNotes(AtomicLong last) {
    return start(
        builder(
                (number, job) -> {
                  last.set(number);
                  return number;
                })
            .workers(1));
  }

  /** Completions that have arrived are no reason to keep what was gathered. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pollAndAwaitSendWhatWasGathered(boolean awaits) throws Exception {
    var last = new AtomicLong();
    WorkerPool<Long, Long> pool = startOneThatNotes(last);
    try (Submitter<Long, Long> submitter = pool.newSubmitter(8, this::keep)) {
      submitter.tryExecute(1L, 0);
      submitter.flush();
      Background.until(() -> pool.statistics().completed() == 1);
      submitter.tryExecute(2L, 0);
      // A job is counted just before its answer can be seen, so the first look may find nothing.
      if (awaits) {
        assertThat(submitter.await(ALL)).isPositive();
      } else {
        Background.until(() -> submitter.poll(ALL) > 0);
      }
      Background.until(() -> last.get() == 2); // nobody flushes again
    }
  }

  /** The same for what the handler of completions has submitted. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pollAndAwaitSendWhatTheHandlerHasSubmitted(boolean awaits) throws Exception {
    var last = new AtomicLong();
    WorkerPool<Long, Long> pool = startOneThatNotes(last);
    var submitters = new ArrayList<Submitter<Long, Long>>();
    try (Submitter<Long, Long> submitter =
        pool.newSubmitter(
            8,
            completion -> {
              if (completion.reply() == 1) {
                submitters.getFirst().tryExecute(2L, 0);
              }
            })) {
      submitters.add(submitter);
      submitter.tryExecute(1L, 0);
      if (awaits) {
        assertThat(submitter.await(ALL)).isEqualTo(1);
      } else {
        Background.until(() -> submitter.poll(ALL) == 1);
      }
      Background.until(() -> last.get() == 2); // nobody flushes again
    }
  }

  @Test
  void aHandlerOfCompletionsMaySubmit() throws Exception {
    var pool = start(builder((job, context) -> job + 1));
    AtomicInteger steps = new AtomicInteger();
    var self = new AtomicReference<Submitter<Long, Long>>();
    try (var submitter =
        pool.newSubmitter(
            4,
            c -> {
              if (c.reply() < 1000) {
                steps.incrementAndGet();
                assertThat(requireNonNull(self.get()).tryExecute(c.reply(), 0)).isPositive();
              }
            })) {
      self.set(submitter);
      submitter.execute(0L, 0);
    }
    assertThat(steps).hasValue(999);
  }

  @Test
  void anExceptionOfTheHandlerGoesToTheCaller() throws Exception {
    var pool = start(builder((job, context) -> job));
    var count = new AtomicInteger();
    try (var submitter =
        pool.newSubmitter(
            3,
            c -> {
              if (count.incrementAndGet() == 2) {
                throw new IllegalArgumentException("no");
              }
            })) {
      for (long i = 0; i < 3; i++) {
        submitter.execute(i, i);
      }
      assertThatIllegalArgumentException().isThrownBy(() -> awaitAll(submitter));
      awaitAll(submitter);
      assertThat(submitter.remaining()).isEqualTo(3);
    }
    assertThat(count).hasValue(3);
  }

  @Test
  void closeInTheHandlerIsRefused() throws Exception {
    var pool = start(builder((job, context) -> job));
    List<Throwable> thrown = new ArrayList<>();
    AutoCloseable[] self = new AutoCloseable[1];
    try (var submitter =
        pool.newSubmitter(
            2,
            c -> {
              if (c.tag() == 0) {
                try {
                  self[0].close();
                } catch (Exception e) {
                  thrown.add(e);
                }
              }
            })) {
      self[0] = submitter;
      submitter.execute(0L, 0);
      submitter.execute(1L, 1);
    }
    assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClosedSubmitterTakesNoJobs() throws Exception {
    var pool = start(builder((job, context) -> job));
    var submitter = pool.newSubmitter(2, this::keep);
    submitter.tryExecute(1L, 1);
    submitter.close();
    submitter.close();
    assertThat(ends).hasSize(1);
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> submitter.tryExecute(1L, 1));
    assertThat(submitter.toString()).isEqualTo("Submitter[credits=2, inFlight=0, closed=true]");
  }

  @Test
  void awaitEndsWithItsTime() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                (job, context) -> {
                  gate.pass();
                  return job;
                }));
    try (var submitter = pool.newSubmitter(2, this::keep)) {
      submitter.tryExecute(1L, 1);
      assertThat(submitter.await(1, 1, TimeUnit.MILLISECONDS)).isZero();
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> submitter.await(1));
      gate.open();
    }
    assertThat(ends).hasSize(1);
  }

  /** Submitters, single jobs and tasks at the same time, and a wait for the end of all. */
  @Test
  void allWaysToSubmitTogether() throws Exception {
    var pool = start(builder((job, context) -> job).workers(2).limit(1000));
    List<Background<Long>> threads = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      threads.add(
          Background.start(
              () -> {
                long[] sum = new long[1];
                try (var submitter = pool.newSubmitter(50, c -> sum[0] += c.reply())) {
                  for (long i = 0; i < 10_000; i++) {
                    submitter.execute(i, i);
                  }
                }
                return sum[0];
              }));
    }
    threads.add(
        Background.start(
            () -> {
              long sum = 0;
              for (long i = 0; i < 10_000; i++) {
                sum += pool.submit(i).get();
              }
              return sum;
            }));
    for (Background<Long> thread : threads) {
      assertThat(thread.result()).isEqualTo(LongStream.range(0, 10_000).sum());
    }
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.statistics().completed()).isEqualTo(30_000);
    assertThat(pool.remaining()).isEqualTo(1000);
  }

  @Test
  void awaitQuiescenceWaitsForTheJobsOfSubmitters() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                (job, context) -> {
                  gate.pass();
                  return job;
                }));
    try (var submitter = pool.newSubmitter(1, this::keep)) {
      submitter.tryExecute(1L, 1);
      submitter.flush();
      assertThat(pool.awaitQuiescence(1, TimeUnit.MILLISECONDS)).isFalse();
      var waiting = Background.start(() -> pool.awaitQuiescence(30, TimeUnit.SECONDS));
      gate.open();
      assertThat(waiting.result()).isTrue();
    }
  }

  /** The address of a job holds although its worker is in the middle of a long one. */
  @Test
  void jobsOfAKeyStayInOrderBehindALongOne() throws Exception {
    var running = new AtomicInteger();
    List<Long> order = Collections.synchronizedList(new ArrayList<>());
    var pool =
        start(
            builder(
                    (job, context) -> {
                      assertThat(running.incrementAndGet()).isEqualTo(1);
                      long end = System.nanoTime() + 5_000_000;
                      while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                      }
                      order.add(job);
                      running.decrementAndGet();
                      return job;
                    })
                .workers(2)
                .dispatch((job, load) -> 0));
    try (var submitter = pool.newSubmitter(20, this::keep)) {
      for (long i = 0; i < 20; i++) {
        submitter.execute(i, i);
      }
    }
    assertThat(statuses()).containsExactly(CompletionStatus.COMPLETED);
    assertThat(order).isSorted().hasSize(20);
  }

  /** More jobs are taken away from a worker in a long job than a channel has space for. */
  @Test
  void jobsGoRoundAWorkerInALongJob() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (job < 0) {
                        gate.pass();
                      }
                      return job;
                    })
                .workers(2));
    try (var submitter = pool.newSubmitter(8, this::keep)) {
      for (long i = 0; i < 20_000; i++) {
        submitter.execute(i, i);
      }
      awaitAll(submitter);
      var blocking = pool.submit(-1L);
      gate.awaitArrivals(1);
      for (long i = 0; i < 2_000; i++) {
        submitter.execute(i, i);
      }
      awaitAll(submitter);
      gate.open();
      assertThat(blocking.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
    }
    assertThat(ends).hasSize(22_000);
  }

  /** A worker that cannot be replaced is no reason to refuse submitters. */
  @Test
  void aSubmitterIsMadeAfterAWorkerWasLost() throws Exception {
    var pool =
        start(
            WorkerPool.<Long, Long>builder(
                    RecordCodec.ofLong(),
                    RecordCodec.ofLong(),
                    TestPools.handlers(
                        2,
                        (job, context) -> {
                          if (job < 0) {
                            throw new AssertionError("dies");
                          }
                          return job;
                        }))
                .workers(2)
                .dispatch((job, load) -> 0)
                .threads(TestPools.quietThreads()));
    assertThat(pool.submit(-1L)).failsWithin(30, TimeUnit.SECONDS);
    try (var submitter = pool.newSubmitter(8, this::keep)) {
      for (long i = 0; i < 1_000; i++) {
        submitter.execute(i, i);
      }
    }
    assertThat(statuses()).containsExactly(CompletionStatus.COMPLETED);
    assertThat(ends).hasSize(1_000);
  }

  @Test
  void closeEndsAlthoughThePoolIsShutDownMeanwhile() throws Exception {
    var pool = start(builder((job, context) -> job));
    var self = new AtomicReference<Submitter<Long, Long>>();
    try (var submitter =
        pool.newSubmitter(
            4,
            c -> {
              if (c.tag() == 0) {
                requireNonNull(self.get()).tryExecute(1L, 1);
                pool.shutdown();
              }
              keep(c);
            })) {
      self.set(submitter);
      submitter.execute(0L, 0);
    }
    assertThat(ends)
        .extracting(End::status)
        .containsExactly(CompletionStatus.COMPLETED, CompletionStatus.CANCELLED);
  }

  @Test
  void theHandlerOfCompletionsMustNotPoll() throws Exception {
    var pool = start(builder((job, context) -> job));
    var self = new AtomicReference<Submitter<Long, Long>>();
    var refused = new AtomicInteger();
    try (var submitter =
        pool.newSubmitter(
            4,
            c -> {
              try {
                requireNonNull(self.get()).poll(1);
              } catch (IllegalStateException e) {
                refused.incrementAndGet();
              }
            })) {
      self.set(submitter);
      submitter.execute(0L, 0);
      submitter.tryExecute(1L, 1);
      pool.shutdown(); // the second one is given back, which is told without a receiver
    }
    assertThat(refused).hasValue(2);
  }

  @Test
  void anExceptionOfTheHandlerDoesNotKeepASubmitterOpen() throws Exception {
    var pool = start(builder((job, context) -> job).limit(3));
    var submitter =
        pool.newSubmitter(
            3,
            c -> {
              throw new IllegalArgumentException("tag " + c.tag());
            });
    for (long i = 0; i < 3; i++) {
      submitter.tryExecute(i, i);
    }
    assertThatIllegalArgumentException().isThrownBy(submitter::close);
    assertThat(pool.remaining()).isEqualTo(3);
    submitter.close();
  }

  @Test
  void aClaimThatIsMadeDuringCloseIsGivenUp() throws Exception {
    var pool = start(builder((job, context) -> job));
    var self = new AtomicReference<Submitter<Long, Long>>();
    var submitter = pool.newSubmitter(2, c -> requireNonNull(self.get()).tryClaim());
    self.set(submitter);
    submitter.execute(1L, 1);
    submitter.close();
    assertThatIllegalStateException().isThrownBy(() -> submitter.commit(8, 0));
  }

  /** A handler that is interrupted and keeps the status, as one should. */
  @Test
  void anInterruptDoesNotReachTheNextJob() throws Exception {
    var pool =
        start(
            builder(
                    (job, context) -> {
                      if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedException("by the job before");
                      }
                      if (job == 0) {
                        Thread.currentThread().interrupt();
                      }
                      return job;
                    })
                .workers(1));
    try (var submitter = pool.newSubmitter(10, this::keep)) {
      for (long i = 0; i < 10; i++) {
        submitter.execute(i, i);
      }
    }
    assertThat(statuses()).containsExactly(CompletionStatus.COMPLETED);
  }
}
