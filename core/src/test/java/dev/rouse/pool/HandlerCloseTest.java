package dev.rouse.pool;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.testing.Background;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Each handler is closed once, when its worker calls it no more. */
class HandlerCloseTest {
  /** What has happened, in its order. */
  private final List<String> events = new CopyOnWriteArrayList<>();

  private final AtomicInteger made = new AtomicInteger();
  private boolean failsToClose;

  /** A handler with a number, which does what its job says. */
  private final class Noted implements JobHandler<String, String> {
    private final int number = made.incrementAndGet();

    Noted() {
      events.add("made " + number);
    }

    @Override
    public String handle(String job, Job context) throws Exception {
      if (job.equals("error")) {
        throw new StackOverflowError();
      }
      return Thread.currentThread().getName();
    }

    @Override
    public void close() throws IOException {
      events.add("closed " + number + " by " + Thread.currentThread().getName());
      if (failsToClose && number == 1) {
        throw new IOException("not closed");
      }
    }
  }

  /** Threads that note what is uncaught. */
  private ThreadFactory threads() {
    return Thread.ofPlatform()
        .name("worker-", 1)
        .uncaughtExceptionHandler((thread, e) -> events.add("uncaught " + e.getMessage()))
        .factory();
  }

  @Test
  void closedByItsWorkerBeforeThePoolHasEnded() throws Exception {
    failsToClose = true;
    String worker;
    try (WorkerPool<String, String> pool =
        WorkerPool.<String, String>builder(Noted::new).workers(1).threads(threads()).start()) {
      worker = pool.submit("name").join();
      assertThat(events).containsExactly("made 1");
    }
    assertThat(events).containsExactly("made 1", "closed 1 by " + worker, "uncaught not closed");
  }

  @Test
  void closedAfterAnErrorBeforeTheNextOneIsMade() throws Exception {
    failsToClose = true;
    try (WorkerPool<String, String> pool =
        WorkerPool.<String, String>builder(Noted::new).workers(1).threads(threads()).start()) {
      assertThat(pool.submit("error")).isNotNull();
    }
    assertThat(events)
        .startsWith("made 1", "closed 1 by worker-1", "uncaught not closed", "made 2")
        .contains("closed 2 by worker-2");
  }

  @Test
  void interruptThatIsLeftDoesNotMeetTheMakingOfTheNextHandler() throws Exception {
    try (WorkerPool<String, String> pool =
        WorkerPool.<String, String>builder(
                () -> {
                  events.add("interrupted: " + Thread.currentThread().isInterrupted());
                  return new JobHandler<>() {
                    @Override
                    public String handle(String job, Job context) {
                      if (job.equals("error")) {
                        throw new StackOverflowError();
                      }
                      return job;
                    }

                    @Override
                    public void close() {
                      Thread.currentThread().interrupt();
                    }
                  };
                })
            .workers(1)
            .threads(threads())
            .start()) {
      assertThat(pool.submit("error")).isNotNull();
      assertThat(pool.submit("job").join()).isEqualTo("job");
    }
    assertThat(events).contains("interrupted: false").doesNotContain("interrupted: true");
  }

  @Test
  void closedWhenItsWorkerHadNothingToDo() throws Exception {
    try (WorkerPool<String, String> pool =
        WorkerPool.<String, String>builder(Noted::new)
            .workers(1, 2)
            .idleTime(1, MILLISECONDS)
            .dispatch((job, load) -> 1)
            .threads(threads())
            .start()) {
      pool.submit("name").join(); // starts the second worker; then one of the two rests
      Background.until(() -> closed() == 1);
    }
    assertThat(made.get()).isGreaterThan(1);
    assertThat(closed()).isEqualTo(made.get());
  }

  @Test
  void poolHasNotEndedWhileAWorkerThatRestsClosesItsHandler() throws Exception {
    var closing = new CountDownLatch(1);
    var mayClose = new CountDownLatch(1);
    WorkerPool<String, String> pool =
        WorkerPool.<String, String>builder(
                () ->
                    new JobHandler<>() {
                      @Override
                      public String handle(String job, Job context) {
                        return job;
                      }

                      @Override
                      public void close() throws InterruptedException {
                        if (closing.getCount() > 0) { // not at the end of the pool
                          closing.countDown();
                          mayClose.await();
                        }
                      }
                    })
            .workers(1, 2)
            .idleTime(1, MILLISECONDS)
            .dispatch((job, load) -> 1)
            .start();
    pool.submit("job").join(); // starts the second worker; then one of the two rests
    assertThat(closing.await(30, SECONDS)).isTrue();
    pool.shutdown();
    try {
      assertThat(pool.awaitTermination(100, MILLISECONDS)).isFalse();
    } finally {
      mayClose.countDown();
    }
    assertThat(pool.awaitTermination(30, SECONDS)).isTrue();
  }

  private long closed() {
    return events.stream().filter(event -> event.startsWith("closed")).count();
  }

  @Test
  void closedIfItsWorkerCannotBeStarted() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                WorkerPool.<String, String>builder(Noted::new)
                    .workers(1)
                    .threads(
                        work -> {
                          throw new IllegalStateException("no thread");
                        })
                    .start())
        .withMessage("no thread");
    assertThat(events).startsWith("made 1", "closed 1 by " + Thread.currentThread().getName());
  }

  @Test
  void handlerOfRecordsIsClosedToo() {
    RecordJobHandler handler =
        new RecordJobHandler() {
          @Override
          public int handle(
              MemorySegment memory, long offset, int length, long replyOffset, Job context) {
            return 0;
          }

          @Override
          public void close() {
            events.add("closed");
          }
        };
    WorkerPool.builderOfRecords(() -> handler).workers(1).start().close();
    assertThat(events).containsExactly("closed");
  }
}
