package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.testing.Background;
import dev.rouse.wait.BarrierMode;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver that has other work besides its inbox, under every policy and way to sleep. */
class InboxIdleTest {
  private static final int CAPACITY = 16;

  /** Of received values. Written by the receiving thread, read when its result is there. */
  private final List<Long> received = new ArrayList<>();

  static WaitPolicy[] sleepingPolicies() {
    return new WaitPolicy[] {
      WaitPolicy.adaptive(),
      WaitPolicy.parkOnly(),
      WaitPolicy.builder().spin(5, TimeUnit.MICROSECONDS).yields(3).build(),
      WaitPolicy.builder().parking(Parking.LOCK_SUPPORT).build(),
      WaitPolicy.builder().spin(0, TimeUnit.SECONDS).parking(Parking.LOCK_SUPPORT).build(),
    };
  }

  static WaitPolicy[] policies() {
    List<WaitPolicy> all = new ArrayList<>(List.of(sleepingPolicies()));
    all.add(WaitPolicy.spinOnly());
    return all.toArray(WaitPolicy[]::new);
  }

  /** The other work of a thread, and what it was asked. */
  private static final class Work implements Idle {
    private final Inbox inbox;
    private volatile boolean there;
    private volatile boolean maySpin = true;
    private volatile long sleepNanos = Long.MAX_VALUE;

    /** How often each was asked, when sleepNanos was last asked, and whether by more threads. */
    private final AtomicInteger looks = new AtomicInteger();

    private final AtomicInteger spins = new AtomicInteger();
    private final AtomicInteger sleeps = new AtomicInteger();
    private volatile int looksAtSleep;
    private volatile long sleptAt;
    private volatile long asker;
    private volatile boolean severalAskers;

    /** Whether the receiver was seen to have announced that it sleeps. */
    private volatile boolean announced;

    private Work(Inbox inbox) {
      this.inbox = inbox;
    }

    @Override
    public boolean hasWork() {
      asked(looks);
      announced |= inbox.toString().matches(".*(PARKING|SLEEPING).*");
      return there;
    }

    @Override
    public long maxSpinNanos() {
      asked(spins);
      return maySpin ? Long.MAX_VALUE : 0;
    }

    @Override
    public long sleepNanos() {
      asked(sleeps);
      looksAtSleep = looks.get();
      sleptAt = System.nanoTime();
      return sleepNanos;
    }

    private void asked(AtomicInteger count) {
      long thread = Thread.currentThread().threadId();
      severalAskers |= count.getAndIncrement() != 0 && asker != thread;
      asker = thread;
    }

    /** Makes the work as {@link Idle} says. */
    private void make() {
      there = true;
      inbox.wake();
    }
  }

  /** A receiver in another thread. */
  private final class Scene {
    private final Inbox inbox;
    private final InboxReceiver receiver;
    private final LongSender sender;
    private final Work work;

    private Scene(WaitPolicy policy) {
      inbox = Inbox.create(policy);
      receiver = inbox.receiver();
      sender = inbox.newLongSender(CAPACITY, value -> received.add(value));
      work = new Work(inbox);
    }

    private Background<Integer> receive() {
      return Background.start(() -> receiver.receive(CAPACITY, work));
    }

    private Background<Integer> receiveUninterruptibly() {
      return Background.start(() -> receiver.receiveUninterruptibly(CAPACITY, work));
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void workEndsAWait(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    for (boolean interruptible : new boolean[] {true, false}) {
      int before = scene.work.looks.get();
      var receiving = interruptible ? scene.receive() : scene.receiveUninterruptibly();
      Background.until(() -> scene.work.looks.get() > before);
      scene.work.make();
      assertThat(receiving.result()).isZero();
      scene.work.there = false;
    }
    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void workThatAppearsDuringTheSleepEndsIt(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    for (int i = 1; i <= 3; i++) {
      var receiving = i == 1 ? scene.receiveUninterruptibly() : scene.receive();
      receiving.untilAsleepIn(scene.inbox);
      assertThat(scene.work.sleeps).hasValue(i);
      scene.work.make();
      assertThat(receiving.result()).isZero();
      scene.work.there = false;
    }
  }

  @Test
  void aVirtualThreadIsWokenToo() throws Exception {
    Scene scene = new Scene(WaitPolicy.adaptive());
    var receiving = Background.startVirtual(() -> scene.receiver.receive(1, scene.work));
    receiving.untilAsleepIn(scene.inbox);
    scene.work.make();
    assertThat(receiving.result()).isZero();
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void aWakeWithoutWorkDoesNotEndTheWait(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    var receiving = scene.receive().untilAsleepIn(scene.inbox);
    for (int i = 0; i < 3; i++) {
      int before = scene.work.looks.get();
      scene.inbox.wake();
      Background.until(() -> scene.work.looks.get() > before);
      receiving.untilAsleepIn(scene.inbox);
    }
    assertThat(scene.work.sleeps).as("asked once for each wait").hasValue(1);
    scene.work.make();
    assertThat(receiving.result()).isZero();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void workThatIsThereIsFoundWithoutASleep(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    scene.work.there = true;
    assertThat(scene.receiver.receive(1, scene.work)).isZero();
    assertThat(scene.receiver.receiveUninterruptibly(1, scene.work)).isZero();
    assertThat(scene.work.sleeps).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void anElementThatIsThereComesBeforeTheQuestionForWork(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    scene.work.there = true;
    scene.sender.trySend(5);
    scene.sender.trySend(6);
    scene.sender.trySend(7);
    assertThat(scene.receiver.receive(1, scene.work)).isEqualTo(1);
    assertThat(scene.receiver.receiveUninterruptibly(9, scene.work)).isEqualTo(2);
    assertThat(received).containsExactly(5L, 6L, 7L);
    assertThat(scene.work.looks).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void anElementEndsAWaitAlsoTogetherWithWork(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    var receiving = scene.receive().untilAsleepIn(scene.inbox);
    scene.sender.trySend(5);
    assertThat(receiving.result()).isEqualTo(1);
    receiving = scene.receive().untilAsleepIn(scene.inbox);
    scene.work.there = true; // and no wake: the sender's is for both
    scene.sender.trySend(6);
    assertThat(receiving.result()).isEqualTo(1);
    assertThat(received).containsExactly(5L, 6L);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void noTimeToSleepMeansNoSleep(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    int asked = 0;
    for (long nanos : new long[] {0, -1, Long.MIN_VALUE}) {
      scene.work.sleepNanos = nanos;
      assertThat(scene.receiver.receive(1, scene.work)).isZero();
      assertThat(scene.receiver.receiveUninterruptibly(1, scene.work)).isZero();
      asked += 2;
      assertThat(scene.work.sleeps).hasValue(asked);
      assertThat(scene.work.looks).as("no look after that").hasValue(scene.work.looksAtSleep);
    }
    assertThat(scene.work.announced).isFalse();
  }

  /** The worker of a pool finds its work when it has said that it sleeps, and then need not. */
  @ParameterizedTest
  @MethodSource("policies")
  void anElementThatComesWhenThereIsNoTimeToSleepIsTaken(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    Idle sends =
        new Idle() {
          @Override
          public boolean hasWork() {
            return false;
          }

          @Override
          public long sleepNanos() {
            scene.sender.trySend(5);
            return 0;
          }
        };
    assertThat(scene.receiver.receive(1, sends)).isEqualTo(1);
    assertThat(scene.receiver.receiveUninterruptibly(1, sends)).isEqualTo(1);
    assertThat(received).containsExactly(5L, 5L);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theTimeToSleepEndsTheWait(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    scene.work.sleepNanos = TimeUnit.MILLISECONDS.toNanos(20);
    for (boolean interruptible : new boolean[] {true, false}) {
      var receiving = interruptible ? scene.receive() : scene.receiveUninterruptibly();
      assertThat(receiving.result()).isZero();
      assertThat(System.nanoTime() - scene.work.sleptAt)
          .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(scene.work.sleeps).hasValue(2);
  }

  /** The time to sleep begins when the question was asked: the spin before that is no part. */
  @Test
  void theTimeOfTheSpinIsNoPartOfTheTimeToSleep() throws Exception {
    Scene scene = new Scene(WaitPolicy.builder().spin(30, TimeUnit.MILLISECONDS).build());
    scene.work.sleepNanos = TimeUnit.MILLISECONDS.toNanos(20);
    assertThat(scene.receiver.receive(1, scene.work)).isZero();
    assertThat(System.nanoTime() - scene.work.sleptAt)
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void aReceiverThatMayNotSpinSleepsAtOnce() throws Exception {
    Scene scene = new Scene(WaitPolicy.builder().spin(1, TimeUnit.HOURS).build());
    scene.work.maySpin = false;
    var receiving = scene.receive().untilAsleepIn(scene.inbox);
    scene.work.make();
    assertThat(receiving.result()).isZero();
  }

  @Test
  void aReceiverThatSpinsFindsWorkThatNobodyWakesItFor() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "nothing spins on one processor");
    Scene scene = new Scene(WaitPolicy.builder().spin(1, TimeUnit.HOURS).build());
    var receiving = scene.receive();
    Background.until(() -> scene.work.looks.get() > 100);
    scene.work.there = true;
    assertThat(receiving.result()).isZero();
    assertThat(scene.work.sleeps).hasValue(0);
    assertThat(scene.work.announced).isFalse();
  }

  @Test
  void aPolicyThatNeverSpinsDoesNotAsk() throws Exception {
    Scene scene = new Scene(WaitPolicy.parkOnly());
    var receiving = scene.receive().untilAsleepIn(scene.inbox);
    scene.work.make();
    assertThat(receiving.result()).isZero();
    assertThat(scene.work.spins).hasValue(0);
    assertThat(scene.work.sleeps).hasValue(1);
  }

  /** Nothing else can be asked before a sleep that never comes. */
  @Test
  void aPolicyThatNeverSleepsAsksForTheTimeBeforeItSpins() throws Exception {
    Scene scene = new Scene(WaitPolicy.spinOnly());
    scene.work.maySpin = false; // has no effect
    var receiving = scene.receive();
    Background.until(() -> scene.work.sleeps.get() == 1);
    int before = scene.work.looks.get();
    Background.until(() -> scene.work.looks.get() > before + 100);
    scene.work.there = true; // no wake: it does not sleep
    assertThat(receiving.result()).isZero();
    assertThat(scene.work.sleeps).hasValue(1);
    assertThat(scene.work.announced).isFalse();
  }

  @ParameterizedTest
  @MethodSource("sleepingPolicies")
  void anInterruptEndsAWaitAndLosesNothing(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    var receiving = scene.receive().untilAsleepIn(scene.inbox);
    receiving.thread().interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(receiving::result)
        .withCauseInstanceOf(InterruptedException.class);
    int looks = scene.work.looks.get();
    scene.sender.trySend(5);
    scene.work.there = true;
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> scene.receiver.receive(1, scene.work));
    assertThat(scene.work.looks).as("not asked").hasValue(looks);
    assertThat(scene.receiver.receive(1, scene.work)).isEqualTo(1);
    assertThat(received).containsExactly(5L);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void anInterruptDoesNotEndAnUninterruptibleWait(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    var receiving =
        Background.start(
            () -> {
              int count = scene.receiver.receiveUninterruptibly(1, scene.work);
              assertThat(count).isZero();
              return Thread.interrupted();
            });
    Background.until(() -> scene.work.sleeps.get() == 1);
    receiving.thread().interrupt();
    int looks = scene.work.looks.get();
    scene.inbox.wake();
    Background.until(() -> scene.work.looks.get() > looks);
    assertThat(receiving.isDone()).isFalse();
    scene.work.make();
    assertThat(receiving.result()).as("interrupted").isTrue();
  }

  @ParameterizedTest
  @MethodSource("policies")
  void theEndOfTheInboxEndsAWait(WaitPolicy policy) throws Exception {
    Scene scene = new Scene(policy);
    var receiving = scene.receive();
    Background.until(() -> scene.work.sleeps.get() == 1);
    scene.inbox.close();
    assertThat(receiving.result()).isEqualTo(InboxReceiver.END_OF_STREAM);
    scene.work.there = true;
    assertThat(scene.receiver.receiveUninterruptibly(1, scene.work))
        .isEqualTo(InboxReceiver.END_OF_STREAM);
  }

  /** The receiver keeps the one that it was given last. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void eachCallAsksTheIdleThatItWasGiven(boolean interruptible) throws Exception {
    Scene scene = new Scene(WaitPolicy.parkOnly());
    Work second = new Work(scene.inbox);
    Work[] order = {scene.work, second, second, scene.work};
    int[] asked = new int[2];
    for (Work work : order) {
      work.there = true;
      int count =
          interruptible
              ? scene.receiver.receive(1, work)
              : scene.receiver.receiveUninterruptibly(1, work);
      assertThat(count).isZero();
      asked[work == second ? 1 : 0]++;
      assertThat(scene.work.looks).hasValue(asked[0]);
      assertThat(second.looks).hasValue(asked[1]);
    }
  }

  @Test
  void allQuestionsAreAskedByTheReceivingThread() throws Exception {
    Scene scene = new Scene(WaitPolicy.adaptive());
    for (int i = 0; i < 3; i++) {
      scene.sender.trySend(1);
      scene.inbox.wake();
    }
    var receiving =
        Background.start(
            () -> {
              scene.receiver.receive(CAPACITY, scene.work);
              return scene.receiver.receive(CAPACITY, scene.work);
            });
    receiving.untilAsleepIn(scene.inbox);
    scene.sender.trySend(2);
    assertThat(receiving.result()).isEqualTo(1);
    assertThat(scene.work.severalAskers).isFalse();
    assertThat(scene.work.asker).isEqualTo(receiving.thread().threadId());
  }

  /** The wait must not leave the receiver as if somebody were in it. */
  @Test
  void anExceptionOfTheIdleGoesToTheCaller() throws Exception {
    Scene scene = new Scene(WaitPolicy.parkOnly());
    for (String failing : new String[] {"hasWork", "sleepNanos"}) {
      Idle idle =
          new Idle() {
            @Override
            public boolean hasWork() {
              return fail("hasWork");
            }

            @Override
            public long sleepNanos() {
              fail("sleepNanos");
              return Long.MAX_VALUE;
            }

            private boolean fail(String where) {
              if (where.equals(failing)) {
                throw new ArithmeticException(where);
              }
              return false;
            }
          };
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() -> scene.receiver.receive(1, idle))
          .withMessage(failing);
    }
    var receiving = scene.receive().untilAsleepIn(scene.inbox);
    scene.work.make();
    assertThat(receiving.result()).isZero();
  }

  /** Finds outside of a wait count, so that those who wake a busy thread need not fence. */
  @Test
  void aReceiverThatFindsWorkElsewhereGoesHotAndLeavesItToSleep() throws Exception {
    Scene scene = new Scene(WaitPolicy.adaptive());
    assumeTrue(BarrierMode.current() == BarrierMode.ASYMMETRIC, "otherwise nothing is ever HOT");
    Background.until(
        () -> {
          scene.receiver.foundWork(10);
          return scene.inbox.toString().contains("receiver=HOT");
        });
    for (int i = 0; i < 2; i++) {
      var receiving = scene.receive().untilAsleepIn(scene.inbox);
      scene.work.make();
      assertThat(receiving.result()).isZero();
      scene.work.there = false;
    }
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void badInputIsRefused() {
    Scene scene = new Scene(WaitPolicy.adaptive());
    assertThatNullPointerException()
        .isThrownBy(() -> scene.receiver.receiveUninterruptibly(1, null))
        .withMessage("idle");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> scene.receiver.receive(0, scene.work))
        .withMessage("limit: 0, expected 1 or more");
  }
}
