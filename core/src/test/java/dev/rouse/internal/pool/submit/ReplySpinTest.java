package dev.rouse.internal.pool.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.testing.Background;
import dev.rouse.wait.WaitPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReplySpinTest {
  /** As many looks as it takes to find out that there is no need to spin, or no use. */
  private static final int FEW = 1;

  private static final long FOREVER = Long.MAX_VALUE;
  private static final WaitPolicy FOR_HOURS = WaitPolicy.builder().spin(1, TimeUnit.HOURS).build();

  private final Reply reply = new Reply();

  /** A future that counts how often it was asked. */
  private static final class Reply extends CompletableFuture<Long> {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public boolean isDone() {
      looks.incrementAndGet();
      return super.isDone();
    }

    private int takeLooks() {
      return looks.getAndSet(0);
    }
  }

  @BeforeAll
  static void assumeSeveralProcessors() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "nothing spins on one processor");
  }

  private static ReplySpin spin(WaitPolicy policy) {
    return new ReplySpin(policy, () -> false);
  }

  /** Spins for a reply that does not come. Returns whether it did spin. */
  private boolean failing(ReplySpin spin) {
    reply.takeLooks();
    spin.spin(reply, FOREVER, false);
    return reply.takeLooks() > FEW;
  }

  private static void succeed(ReplySpin spin) {
    var comes =
        new CompletableFuture<Long>() {
          private int looks;

          @Override
          public boolean isDone() {
            return ++looks > 3;
          }
        };
    spin.spin(comes, FOREVER, false);
    assertThat(comes.looks).isEqualTo(4);
  }

  @Test
  void endsWhenTheReplyIsThere() throws Exception {
    ReplySpin spin = spin(FOR_HOURS);
    var spinning =
        Background.start(
            () -> {
              spin.spin(reply, FOREVER, true);
              return reply.isDone();
            });
    Background.until(() -> reply.looks.get() > 100);
    reply.complete(1L);
    assertThat(spinning.result()).isTrue();
  }

  @Test
  void endsWhenTheTimeOfTheCallerOrOfThePolicyIsUp() {
    long start = System.nanoTime();
    spin(FOR_HOURS).spin(reply, TimeUnit.MILLISECONDS.toNanos(5), true);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(5));
    start = System.nanoTime();
    ReplySpin fixed = spin(WaitPolicy.builder().spin(5, TimeUnit.MILLISECONDS).build());
    for (int i = 0; i < 10; i++) {
      assertThat(failing(fixed)).as("does not learn").isTrue();
    }
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
  }

  @Test
  void anInterruptEndsItWhereThatIsAskedForAndStays() throws Exception {
    ReplySpin spin = spin(FOR_HOURS);
    var interruptible =
        Background.start(
            () -> {
              spin.spin(reply, FOREVER, true);
              return Thread.currentThread().isInterrupted();
            });
    Background.until(() -> reply.looks.get() > 100);
    interruptible.thread().interrupt();
    assertThat(interruptible.result()).isTrue();

    var uninterruptible =
        Background.start(
            () -> {
              spin.spin(reply, FOREVER, false);
              return Thread.currentThread().isInterrupted();
            });
    uninterruptible.thread().interrupt();
    reply.takeLooks();
    Background.until(() -> reply.looks.get() > 1_000);
    assertThat(uninterruptible.isDone()).isFalse();
    reply.complete(1L);
    assertThat(uninterruptible.result()).isTrue();
  }

  @Test
  void oneThreadSpinsAtATime() throws Exception {
    ReplySpin spin = spin(FOR_HOURS);
    var first = Background.start(() -> spinFor(spin));
    Background.until(() -> reply.looks.get() > 100);
    spin.spin(new CompletableFuture<>(), FOREVER, false); // would spin for an hour
    reply.complete(1L);
    assertThat(first.result()).isTrue();
    succeed(spin);
  }

  private boolean spinFor(ReplySpin spin) {
    spin.spin(reply, FOREVER, true);
    return true;
  }

  @Test
  void nobodySpinsWhoMustNot() throws Exception {
    assertThat(failing(new ReplySpin(FOR_HOURS, () -> true)))
        .as("while jobs wait for workers")
        .isFalse();
    ReplySpin spin = spin(FOR_HOURS);
    assertThat(Background.startVirtual(() -> failing(spin)).result()).isFalse();
    assertThat(ForkJoinPool.commonPool().submit(() -> failing(spin)).get(30, TimeUnit.SECONDS))
        .isFalse();
    Thread.currentThread().interrupt();
    reply.takeLooks();
    spin.spin(reply, FOREVER, true);
    assertThat(reply.takeLooks()).isLessThanOrEqualTo(FEW);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** What says whether jobs wait reads what workers write, so it is asked only if it matters. */
  @Test
  void nothingIsAskedWhereNobodyWouldSpin() {
    BooleanSupplier never =
        () -> {
          throw new AssertionError("asked");
        };
    new ReplySpin(WaitPolicy.parkOnly(), never).spin(reply, FOREVER, false);
    new ReplySpin(FOR_HOURS, never).spin(CompletableFuture.completedFuture(1L), FOREVER, false);
    var asked = new AtomicInteger();
    ReplySpin learned = new ReplySpin(WaitPolicy.adaptive(), () -> asked.incrementAndGet() < 0);
    failing(learned);
    failing(learned);
    assertThat(asked).hasValue(2);
    assertThat(failing(learned)).as("no probe yet").isFalse();
    assertThat(asked).hasValue(2);
  }

  @Test
  void twoLongWaitsEndTheSpinningAndProbesFindShortOnes() {
    // Long, so that a thread that is off its processor for a moment is not late.
    ReplySpin spin = spin(WaitPolicy.builder().learn(10, TimeUnit.MILLISECONDS).build());
    assertThat(failing(spin)).isTrue();
    assertThat(failing(spin)).isTrue();
    assertThat(waitsToProbe(spin)).isEqualTo(64);
    assertThat(waitsToProbe(spin)).isEqualTo(128);
    assertThat(waitsToProbe(spin)).isEqualTo(256);
    assertThat(waitsToProbe(spin)).isEqualTo(512);
    assertThat(waitsToProbe(spin)).isEqualTo(1024);
    for (int i = 1; i < 1024; i++) {
      assertThat(failing(spin)).isFalse();
    }
    for (int i = 0; i < 20; i++) {
      succeed(spin); // the first is a probe
    }
    for (int i = 0; i < 4; i++) {
      assertThat(failing(spin)).as("after many short waits").isTrue();
    }
    assertThat(waitsToProbe(spin)).isEqualTo(64);
  }

  private int waitsToProbe(ReplySpin spin) {
    for (int waits = 1; waits < 10_000; waits++) {
      if (failing(spin)) {
        return waits;
      }
    }
    return 0;
  }

  @Test
  void spinsThatAreCutShortAddUpToOneThatFailed() {
    ReplySpin patient = spin(WaitPolicy.builder().learn(1, TimeUnit.HOURS).build());
    for (int i = 0; i < 10; i++) {
      reply.takeLooks();
      patient.spin(reply, 1, false);
      assertThat(reply.takeLooks()).isGreaterThan(FEW);
    }
    // Twice 20 microseconds are taken to fail, of which each spin takes 5 at least.
    ReplySpin spin = spin(WaitPolicy.adaptive());
    int spins = 0;
    for (int i = 0; i < 50; i++) {
      reply.takeLooks();
      spin.spin(reply, TimeUnit.MICROSECONDS.toNanos(5), false);
      spins += reply.takeLooks() > FEW ? 1 : 0;
    }
    assertThat(spins).isBetween(2, 8);
  }

  /** The thread that spins was off its processor, which a worker had meanwhile. */
  @Test
  void aReplyThatWasFoundTooLateCountsAsNone() {
    ReplySpin spin = spin(WaitPolicy.adaptive());
    for (int i = 0; i < 2; i++) {
      var late =
          new CompletableFuture<Long>() {
            private int looks;

            @Override
            public boolean isDone() {
              if (looks++ == 0) {
                return false;
              }
              for (long start = System.nanoTime(); System.nanoTime() - start < 1_000_000; ) {
                Thread.onSpinWait();
              }
              return true;
            }
          };
      spin.spin(late, FOREVER, false);
      assertThat(late.looks).isEqualTo(2);
    }
    assertThat(failing(spin)).isFalse();
  }

  @Test
  void aLookThatFailsLeavesItUsable() {
    ReplySpin spin = spin(FOR_HOURS);
    var broken =
        new CompletableFuture<Long>() {
          private int looks;

          @Override
          public boolean isDone() {
            if (++looks > 2) {
              throw new ArithmeticException();
            }
            return false;
          }
        };
    // As a stack overflow would.
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> spin.spin(broken, FOREVER, false));
    succeed(spin);
  }
}
