package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.codec.RecordCodec;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Gives pools random work for a long time, in rounds. Each has a pool of its own, and threads that
 * submit bursts of jobs in all ways there are. Between the bursts are pauses, from microseconds to
 * tens of milliseconds, so the workers fall asleep and are woken again and again. Now and then all
 * threads wait until nothing is in flight, before they go on: what nobody was woken for is not
 * hidden by what comes next.
 *
 * <p>If nothing moves for half a minute, or one job does not end in that time, the soak fails with
 * the stacks of all threads. At the end of a round, each job is accounted for once. A failure names
 * the seed of its round, with which {@code -Dsoak.seed} starts.
 */
final class PoolSoak {
  private static final long PATIENCE_SECONDS = 30;
  private static final long LOOK_MILLIS = 100;
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long SHORTEST_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SHORTEST_PAUSE_NANOS = 1_000;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long LONGEST_JOB_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int LARGEST_BURST = 100;

  private final long firstSeed;
  private final long nanos;
  private final long start = System.nanoTime();
  private long reported = start;
  private int rounds;
  private long jobs;

  /** Makes a soak that begins with the round of a seed. */
  PoolSoak(long firstSeed, long nanos) {
    this.firstSeed = firstSeed;
    this.nanos = nanos;
  }

  /**
   * Runs it.
   *
   * @param args {@code --minutes=60}, and {@code --seed=} of the first round, empty for any
   */
  public static void main(String[] args) {
    String minutesText = valueOf("--minutes=", args[0]);
    String seedText = valueOf("--seed=", args[1]);
    double minutes = minutes(minutesText);
    long seed = seedText.isEmpty() ? System.nanoTime() : seed(seedText);
    System.out.printf("soak of the pool: %s minutes, -Dsoak.seed=%d%n", minutesText, seed);
    var soak = new PoolSoak(seed, (long) (minutes * TimeUnit.MINUTES.toNanos(1)));
    try {
      soak.run();
    } catch (Throwable t) {
      t.printStackTrace();
      System.exit(1); // whatever threads are left
    }
    System.out.printf("soak of the pool: no failure, %s%n", soak);
  }

  private static double minutes(String text) {
    try {
      double minutes = Double.parseDouble(text);
      if (minutes > 0) {
        return minutes;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "soak.minutes: %s, expected a number above 0".formatted(text));
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "soak.seed: %s, expected a whole number".formatted(text), e);
    }
  }

  private static String valueOf(String name, String arg) {
    if (!arg.startsWith(name)) {
      throw new IllegalArgumentException("argument: %s, expected %s".formatted(arg, name));
    }
    return arg.substring(name.length());
  }

  /** Returns how many jobs there were. */
  long run() {
    for (long seed = firstSeed; left() > 0; seed++) {
      var random = new SplittableRandom(seed);
      // As many short ones as long ones, so that pools are made and ended often.
      long most = Math.min(LONGEST_ROUND_NANOS, Math.max(nanos / 5, SHORTEST_ROUND_NANOS));
      long length = Math.min(left(), between(random, SHORTEST_ROUND_NANOS, most));
      try {
        jobs += new Round(seed, random, length).run();
        rounds++;
      } catch (Throwable t) {
        throw new AssertionError("-Dsoak.seed=%d: %s".formatted(seed, this), t);
      }
    }
    return jobs;
  }

  private long left() {
    return nanos - (System.nanoTime() - start);
  }

  @Override
  public String toString() {
    return "%.1f minutes, %,d rounds, %,d jobs"
        .formatted((System.nanoTime() - start) / 60e9, rounds, jobs);
  }

  /** Returns a number whose logarithm is evenly distributed. */
  private static long between(SplittableRandom random, long least, long most) {
    return (long) (least * Math.pow((double) most / least, random.nextDouble()));
  }

  /** A pool, and those who submit. */
  private final class Round {
    private final long seed;
    private final SplittableRandom random;
    private final long end;
    private final int limitOfHandlers;
    private final int credits;
    private final int clients;

    /** After so many bursts all clients meet. */
    private final int meeting;

    /** One of so many jobs is of a kind that may fail or kill its worker; the others last. */
    private final int odd;

    private final long longestJob;
    private final long longestPause;
    private final long largestBurst;
    private final int longestOptionMicros;
    private final WorkerPool<Long, Long> pool;

    private final AtomicInteger handlers = new AtomicInteger();
    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final List<Unstarted<Long>> unstarted = Collections.synchronizedList(new ArrayList<>());
    private final Phaser meetings = new Phaser();
    private final LongAdder steps = new LongAdder();
    private long seen;
    private long since = System.nanoTime();

    Round(long seed, SplittableRandom random, long length) {
      this.seed = seed;
      this.random = random;
      end = System.nanoTime() + length;
      clients = 1 + random.nextInt(4);
      meeting = 1 + random.nextInt(10);
      odd = 1 << random.nextInt(12);
      longestJob = random.nextInt(3) == 0 ? 1 : between(random, 1, LONGEST_JOB_NANOS);
      // In some rounds the workers fall asleep some thousand times a second.
      longestPause = between(random, 2 * SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS);
      largestBurst = between(random, 1, LARGEST_BURST);
      longestOptionMicros = random.nextBoolean() ? 300 : 20_000;
      credits = (int) between(random, 1, 200);
      int fewest = 1 + random.nextInt(3);
      int most = fewest + random.nextInt(3);
      // Workers die for good in every eighth round.
      limitOfHandlers = random.nextInt(8) == 0 ? most + random.nextInt(20) : Integer.MAX_VALUE;
      pool = builder(fewest, most).start();
    }

    private WorkerPoolBuilder<Long, Long> builder(int fewest, int most) {
      WorkerPoolBuilder<Long, Long> builder =
          WorkerPool.<Long, Long>builder(RecordCodec.ofLong(), RecordCodec.ofLong(), this::handler)
              .workers(fewest, most)
              .idleTime(random.nextInt(3) * between(random, 1, 20_000), TimeUnit.MICROSECONDS)
              // More than submitters can reserve.
              .limit(clients * credits + (int) between(random, 1, 2_000))
              .crashLimit(random.nextInt(3))
              .threads(threads())
              .timeEveryJob(random.nextInt(4) == 0)
              .traceSubmits(random.nextInt(8) == 0)
              .deadLetters(letter -> deadLetters.increment());
      if (random.nextBoolean()) {
        builder.dispatch(RandomJobs.dispatch(random));
      }
      if (random.nextInt(4) == 0) {
        builder.queueLimit(1 + random.nextInt(8));
      }
      if (random.nextInt(4) == 0) {
        builder.waitPolicy(WaitPolicy.builder().spin(0, TimeUnit.NANOSECONDS).build());
      }
      if (random.nextInt(4) == 0) {
        builder.jobOptions(options(random));
      }
      return builder;
    }

    private ThreadFactory threads() {
      Thread.Builder builder =
          random.nextInt(8) == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
      return builder.uncaughtExceptionHandler((thread, e) -> {}).factory();
    }

    private JobHandler<Long, Long> handler() {
      if (handlers.incrementAndGet() > limitOfHandlers) {
        throw new IllegalStateException("no more handlers");
      }
      return (job, context) -> RandomJobs.run(job);
    }

    private JobOptions options(SplittableRandom random) {
      return RandomJobs.options(random, longestOptionMicros);
    }

    /** Returns how many jobs were submitted. */
    long run() throws Exception {
      int ends = random.nextInt(4) == 0 ? random.nextInt(clients) : -1;
      meetings.bulkRegister(clients);
      var running = new CountDownLatch(clients);
      List<Background<Client>> threads = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        var client = new Client(random.split(), i == ends);
        threads.add(
            Background.start(
                () -> {
                  try {
                    return client.run();
                  } finally {
                    meetings.arriveAndDeregister();
                    running.countDown();
                  }
                }));
      }
      while (!running.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
      pool.shutdown();
      while (!pool.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
      long submitted = 0;
      for (Background<Client> thread : threads) {
        submitted += thread.result().submitted();
      }
      PoolStatistics sums = TestPools.ended(pool);
      assertThat(sums.accepted()).as("%s", sums).isEqualTo(submitted);
      assertThat(deadLetters.sum()).as("dead letters").isEqualTo(failures.sum());
      long givenBack =
          unstarted.stream().mapToLong(all -> all.jobs().size() + all.tasks().size()).sum();
      assertThat(sums.givenBack()).as("%s", sums).isGreaterThanOrEqualTo(givenBack);
      return submitted;
    }

    /** Fails if nothing has moved for long. */
    private void look() {
      PoolStatistics now = pool.statistics();
      long time = System.nanoTime();
      long moved = 2 * now.accepted() - now.inFlight() + now.retried() + steps.sum();
      if (moved != seen) {
        seen = moved;
        since = time;
      } else if (time - since > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw hangs("nothing moves");
      }
      if (time - reported >= REPORT_NANOS) {
        reported = time;
        System.out.printf(
            "%s; in the round of seed %d: %,d%n", PoolSoak.this, seed, now.accepted());
      }
    }

    private AssertionError hangs(String what) {
      var text = new StringBuilder(what).append(": ").append(pool).append('\n');
      text.append(pool.statistics().table());
      for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
        Thread thread = each.getKey();
        text.append('\n').append(thread).append(' ').append(thread.getState()).append('\n');
        for (StackTraceElement line : each.getValue()) {
          text.append("    at ").append(line).append('\n');
        }
      }
      return new AssertionError(text.toString());
    }

    /** A thread that submits. */
    private final class Client {
      private final SplittableRandom random;
      private final boolean endsPool;
      private final List<CompletableFuture<Long>> recent = new ArrayList<>();
      private final BitSet tickets = new BitSet();
      private @Nullable Submitter<Long, Long> submitter;
      private long futures;
      private long tasks;
      private long sent;
      private long ended;

      Client(SplittableRandom random, boolean endsPool) {
        this.random = random;
        this.endsPool = endsPool;
      }

      long submitted() {
        return futures + tasks + sent;
      }

      Client run() throws Exception {
        try {
          for (int burst = 1; System.nanoTime() - end < 0; burst++) {
            submitBurst();
            steps.increment();
            if (burst % meeting == 0) {
              meet();
            }
            RandomJobs.pause(between(random, SHORTEST_PAUSE_NANOS, longestPause));
          }
          if (endsPool) {
            RandomJobs.end(pool, random, unstarted);
          }
        } catch (ClosedException | RejectedExecutionException e) {
          // Another thread has ended the pool, or there is no worker left.
        }
        awaitFutures();
        closeSubmitter();
        return this;
      }

      private void submitBurst() throws InterruptedException {
        int way = random.nextInt(4);
        int jobs = (int) between(random, 1, largestBurst);
        for (int i = 0; i < jobs; i++) {
          switch (way) {
            case 0 -> send(random.nextBoolean());
            case 1 -> submit();
            case 2 -> {
              if (random.nextInt(4) == 0) {
                execute();
              } else {
                submit();
              }
            }
            default -> {
              if (random.nextBoolean()) {
                send(random.nextBoolean());
              } else {
                submit();
              }
            }
          }
        }
        if (submitter != null && random.nextInt(4) != 0) {
          submitter.flush();
          if (random.nextInt(10) == 0) {
            closeSubmitter();
          }
        }
      }

      private long job() {
        return random.nextInt(odd) == 0
            ? random.nextInt(RandomJobs.KINDS)
            : RandomJobs.lasting(random.nextInt(4) == 0 ? between(random, 1, longestJob) : 0);
      }

      private void submit() throws InterruptedException {
        long job = job();
        JobFuture<Long> future =
            switch (random.nextInt(8)) {
              case 0 -> pool.trySubmit(job);
              case 1 -> pool.trySubmit(job, options(random));
              case 2 -> pool.submit(job, random.nextInt(1_000), TimeUnit.MICROSECONDS);
              case 3 -> pool.submit(job, options(random));
              default -> pool.submit(job);
            };
        if (future == null) {
          awaitSpace();
          return;
        }
        futures++;
        recent.add(future);
        if (random.nextInt(8) == 0) {
          JobFuture<Long> some = (JobFuture<Long>) recent.get(random.nextInt(recent.size()));
          RandomJobs.cancel(some, random);
        }
      }

      private void awaitSpace() throws InterruptedException {
        if (random.nextBoolean()) {
          var space = new CountDownLatch(1);
          pool.whenSpace(space::countDown);
          if (!space.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw hangs("a wait for space");
          }
        }
      }

      private void execute() {
        long job = job();
        pool.executor().execute(() -> RandomJobs.run(job));
        tasks++;
      }

      private void send(boolean waits) throws InterruptedException {
        Submitter<Long, Long> mine = submitter;
        if (mine == null) {
          mine = pool.newSubmitter(credits, this::completed);
          submitter = mine;
        }
        long ticket = waits ? mine.execute(job(), sent + 1) : mine.tryExecute(job(), sent + 1);
        if (ticket != Submitter.FULL) {
          sent++;
          tickets.set((int) ticket);
        } else if (random.nextBoolean()) {
          mine.poll(1 + random.nextInt(10));
        } else {
          await(mine);
        }
      }

      private void completed(Completion<Long> completion) {
        int ticket = (int) completion.ticket();
        assertThat(tickets.get(ticket)).as("ticket %d is in flight", ticket).isTrue();
        tickets.clear(ticket);
        ended++;
      }

      private void await(Submitter<Long, Long> mine) throws InterruptedException {
        if (mine.await(Integer.MAX_VALUE, PATIENCE_SECONDS, TimeUnit.SECONDS) == 0
            && mine.inFlight() != 0) {
          throw hangs("the jobs of a submitter");
        }
      }

      /** Waits until all that was submitted has ended, and then for the other clients. */
      private void meet() throws InterruptedException {
        awaitFutures();
        while (submitter != null && submitter.inFlight() != 0) {
          await(submitter);
        }
        if (!pool.awaitQuiescence(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw hangs("a wait for the end of all jobs");
        }
        meetings.arriveAndAwaitAdvance();
        steps.increment();
      }

      private void awaitFutures() throws InterruptedException {
        for (CompletableFuture<Long> future : recent) {
          try {
            future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
          } catch (TimeoutException e) {
            throw hangs("a job");
          } catch (CancellationException e) {
            // As it happens.
          } catch (ExecutionException e) {
            failures.increment();
          }
        }
        recent.clear();
      }

      private void closeSubmitter() {
        if (submitter != null) {
          submitter.close();
          submitter = null;
          assertThat(ended).as("completions").isEqualTo(sent);
          assertThat(tickets.isEmpty()).isTrue();
        }
      }
    }
  }
}
