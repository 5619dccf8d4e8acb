package dev.rouse.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.testing.Background;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The jobs that a pool gives up: who is told of them, and what their exceptions show. */
@SuppressWarnings("FutureReturnValueIgnored") // jobs whose replies nobody needs
class DeadLetterTest {
  private final List<DeadLetter<Long>> dead = Collections.synchronizedList(new ArrayList<>());
  private final List<String> tellers = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());

  private @Nullable WorkerPool<Long, Long> pool;

  private WorkerPool<Long, Long> start(
      JobHandler<Long, Long> handler, UnaryOperator<WorkerPoolBuilder<Long, Long>> more) {
    pool =
        more.apply(
                WorkerPool.<Long, Long>builder(() -> handler)
                    .workers(1)
                    .threads(
                        Thread.ofPlatform()
                            .name("worker-", 1)
                            .uncaughtExceptionHandler((t, e) -> uncaught.add(e))
                            .factory())
                    .deadLetters(
                        letter -> {
                          dead.add(letter);
                          tellers.add(Thread.currentThread().getName());
                        }))
            .start();
    return pool;
  }

  @AfterEach
  void accountsAgree() throws Exception {
    if (pool != null) {
      TestPools.end(pool);
    }
  }

  @Test
  void aJobThatFailsIsADeadLetterWithItsHistory() throws Exception {
    var tries = new AtomicInteger();
    var pool =
        start(
            (job, context) -> {
              long start = System.nanoTime();
              Background.until(() -> System.nanoTime() - start > 1_000_000);
              if (tries.incrementAndGet() == 2) {
                throw new AssertionError("second");
              }
              throw new IOException("try " + tries);
            },
            builder -> builder.crashLimit(1));
    var options = JobOptions.defaults().withRetries(1).withBackoff(1, 1, TimeUnit.MILLISECONDS);
    JobFuture<Long> future = pool.submit(7L, options);
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get);
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(dead).hasSize(1);
    DeadLetter<Long> letter = dead.getFirst();
    assertThat(letter.job()).isEqualTo(7);
    assertThat(letter.number()).isEqualTo(1);
    assertThat(letter.failure()).isSameAs(future.exceptionNow()).isInstanceOf(JobException.class);
    assertThat(letter.tries())
        .extracting(JobTry::worker)
        .containsExactly("worker-1", "worker-1", "worker-2");
    assertThat(letter.tries())
        .extracting(each -> String.valueOf(each.failure()))
        .containsExactly(
            "java.io.IOException: try 1",
            "java.lang.AssertionError: second",
            "java.io.IOException: try 3");
    assertThat(letter.tries())
        .allMatch(each -> each.nanos() >= 1_000_000 && each.nanos() < 30_000_000_000L);
    assertThat(tellers).containsExactly("worker-2");
  }

  /** Also those without options, and none of the jobs that end in other ways. */
  @Test
  void everyJobThatIsGivenUpIsADeadLetterOnce() throws Exception {
    var gate = new Gate();
    var pool =
        start(
            (job, context) -> {
              switch (job.intValue()) {
                case 0 -> gate.pass();
                case 1 -> throw new IOException();
                case 2 -> throw new AssertionError();
                case 3 -> new CountDownLatch(1).await(); // until it is interrupted
                case 4 -> Background.until(context::isCancelled);
                default -> {}
              }
              return job;
            },
            builder -> builder);
    pool.submit(0L);
    gate.awaitArrivals(1);
    pool.submit(9L).cancel(true);
    var expiry = JobOptions.defaults().withExpiry(10, TimeUnit.MILLISECONDS);
    JobFuture<Long> expired = pool.submit(5L, expiry);
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(expired::get);
    Background.until(() -> pool.statistics().expired() == 1);
    assertThat(dead).extracting(DeadLetter::job).containsExactly(5L);
    assertThat(dead.getFirst().tries()).isEmpty();
    assertThat(tellers).containsExactly("worker-timer");
    pool.submit(1L);
    pool.submit(2L);
    var limit = JobOptions.defaults().withTimeLimit(10, TimeUnit.MILLISECONDS).withRetries(1);
    pool.submit(3L, limit);
    pool.submit(4L, limit);
    JobFuture<Long> paused =
        pool.submit(1L, limit.withTimeLimit(1, TimeUnit.SECONDS).withBackoff(1, 1, TimeUnit.HOURS));
    gate.open();
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(paused::get);
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
    assertThat(dead).extracting(DeadLetter::job).containsExactly(5L, 1L, 2L, 3L, 4L, 1L);
    assertThat(dead.get(3).failure()).isInstanceOf(JobTimeoutException.class);
    assertThat(dead.get(3).tries()).hasSize(1);
    assertThat(dead.get(3).tries().getFirst().failure()).isInstanceOf(InterruptedException.class);
    assertThat(dead.get(4).tries().getFirst().failure()).isNull();
    assertThat(dead.get(5).failure()).isInstanceOf(JobTimeoutException.class);
    assertThat(dead.get(5).tries()).hasSize(1);
    assertThat(tellers.getLast()).isEqualTo("worker-timer");
    PoolStatistics end = pool.statistics();
    assertThat(end.failed()).isEqualTo(5);
    assertThat(end.cancelled()).isEqualTo(1);
  }

  @Test
  void whatADeadLetterHandlerThrowsIsToldAndChangesNothing() throws Exception {
    var pool =
        start(
            (job, context) -> {
              if (job < 0) {
                throw new IOException();
              }
              return job;
            },
            builder ->
                builder.deadLetters(
                    letter -> {
                      if (letter.job() == -1) {
                        throw new ArithmeticException("dead letter");
                      }
                      throw new AssertionError("dead letter");
                    }));
    pool.submit(-1L);
    pool.submit(-2L);
    assertThat(pool.submit(1L).get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(uncaught).hasSize(2).allMatch(e -> "dead letter".equals(e.getMessage()));
    assertThat(pool.statistics().failed()).isEqualTo(2);
    assertThat(pool.statistics().workers().getFirst().name())
        .as("the worker lives")
        .isEqualTo("worker-1");
  }

  @Test
  void theTimersThreadCannotWaitForSpace() throws Exception {
    var gate = new Gate();
    var refused = new AtomicReference<Throwable>();
    var pool =
        start(
            (job, context) -> {
              gate.pass();
              return job;
            },
            builder ->
                builder
                    .limit(2)
                    .deadLetters(
                        letter -> {
                          try {
                            requireNonNull(this.pool).submit(letter.job());
                          } catch (Throwable t) {
                            refused.set(t);
                          }
                        }));
    pool.submit(0L);
    gate.awaitArrivals(1);
    pool.submit(1L, JobOptions.defaults().withExpiry(1, TimeUnit.MILLISECONDS));
    Background.until(() -> refused.get() != null);
    assertThat(refused.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the pool is full, and worker-timer runs its timers");
    gate.open();
  }

  private JobFuture<Long> submitFromHere(WorkerPool<Long, Long> pool) throws Exception {
    return pool.submit(1L);
  }

  @Test
  void anExceptionShowsWhereTheJobWasSubmittedIfAsked() throws Exception {
    var pool =
        start(
            (job, context) -> {
              throw new IOException("disk");
            },
            builder -> builder.traceSubmits(true));
    JobFuture<Long> future = submitFromHere(pool);
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get);
    var printed = new StringWriter();
    future.exceptionNow().printStackTrace(new PrintWriter(printed, true));
    List<String> lines = printed.toString().lines().map(String::strip).toList();
    int shown =
        lines.indexOf("Suppressed: submitted by thread " + Thread.currentThread().getName());
    assertThat(shown).as("%s", printed).isPositive();
    assertThat(lines.get(shown + 1)).contains("DeadLetterTest.submitFromHere");
    assertThat(lines.getFirst())
        .isEqualTo(
            "dev.rouse.pool.JobException: job 1 (Long) failed in worker-1: java.io.IOException:"
                + " disk");
    assertThat(lines).contains("Caused by: java.io.IOException: disk");

    var options = JobOptions.defaults().withExpiry(1, TimeUnit.NANOSECONDS);
    JobFuture<Long> expired = pool.submit(1L, options);
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(expired::get);
    assertThat(expired.exceptionNow().getSuppressed()).hasSize(1);
  }

  @Test
  void withoutBeingAskedAnExceptionShowsNoSubmit() throws Exception {
    var pool =
        start(
            (job, context) -> {
              throw new IOException("disk");
            },
            builder -> builder);
    JobFuture<Long> future = submitFromHere(pool);
    assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get);
    assertThat(future.exceptionNow().getSuppressed()).isEmpty();
  }

  /** A job of a class whose simple name cannot be told. */
  public static final class Nested implements Runnable {
    @Override
    public void run() {
      throw new ArithmeticException("by a broken class");
    }
  }

  /** Loads the nested class, and does not find the one around it. */
  private static final class HalfLoader extends ClassLoader {
    HalfLoader() {
      super(DeadLetterTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(DeadLetterTest.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      if (!name.equals(Nested.class.getName())) {
        return super.loadClass(name, resolve);
      }
      var bytes = new ByteArrayOutputStream();
      try (InputStream in = Nested.class.getResourceAsStream("DeadLetterTest$Nested.class")) {
        requireNonNull(in).transferTo(bytes);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }

  @Test
  void aJobFailsWithItsCauseIfTheExceptionCannotBeMade() throws Exception {
    Class<?> broken = new HalfLoader().loadClass(Nested.class.getName());
    assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(broken::getSimpleName);
    Runnable job = (Runnable) broken.getDeclaredConstructor().newInstance();
    List<DeadLetter<Runnable>> letters = Collections.synchronizedList(new ArrayList<>());
    WorkerPool<Runnable, Long> runs =
        WorkerPool.<Runnable, Long>builder(
                () ->
                    (task, context) -> {
                      task.run();
                      return 1L;
                    })
            .workers(1)
            .deadLetters(letters::add)
            .start();
    JobFuture<Long> future = runs.submit(job);
    runs.shutdown();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> future.get(30, TimeUnit.SECONDS))
        .withCauseInstanceOf(ArithmeticException.class);
    assertThat(runs.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(runs.statistics().failed()).isEqualTo(1);
    assertThat(letters).hasSize(1);
  }
}
