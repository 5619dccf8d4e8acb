package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.channel.Ends.Kind;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What channels of every kind promise. */
class EveryChannelTest {
  private static final int CAPACITY = Ends.CAPACITY;

  private final List<Long> received = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void valuesArriveInOrderLapAfterLap(Kind kind) throws Exception {
    Ends ends = kind.open();
    long next = 0;
    for (int round = 0; round < 5 * CAPACITY; round++) {
      int count = round % CAPACITY + 1;
      for (int i = 0; i < count; i++) {
        ends.send(next + i);
      }
      assertThat(ends.size()).isEqualTo(count);
      assertThat(ends.peek()).isEqualTo(next);
      received.clear();
      assertThat(ends.poll()).isEqualTo(next);
      assertThat(ends.drain(received::add, CAPACITY)).isEqualTo(count - 1);
      assertThat(received)
          .containsExactlyElementsOf(LongStream.range(next + 1, next + count).boxed().toList());
      next += count;
      assertThat(ends.poll()).isNull();
      assertThat(ends.peek()).isNull();
      assertThat(ends.drain(received::add, 1)).isZero();
      assertThat(ends.size()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFullChannelTakesOneMoreForEachThatIsTaken(Kind kind) throws Exception {
    Ends ends = kind.open();
    fill(ends);
    assertThat(ends.trySend(99)).isFalse();
    assertThat(ends.send(99, 0, TimeUnit.SECONDS)).isFalse();
    assertThat(ends.send(99, Long.MIN_VALUE, TimeUnit.SECONDS)).isFalse();
    assertThat(ends.send(99, 1, TimeUnit.MILLISECONDS)).isFalse();
    for (long i = 0; i < 3 * CAPACITY; i++) {
      assertThat(ends.poll()).isEqualTo(i);
      assertThat(ends.trySend(CAPACITY + i)).isTrue();
      assertThat(ends.trySend(99)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReceiveThatFindsNothingSaysSo(Kind kind) throws Exception {
    Ends ends = kind.open();
    assertThat(ends.receive(0, TimeUnit.SECONDS)).isNull();
    assertThat(ends.receive(Long.MIN_VALUE, TimeUnit.DAYS)).isNull();
    assertThat(ends.receive(1, TimeUnit.MILLISECONDS)).isNull();
    assertThat(ends.receive(received::add, 1, 1, TimeUnit.MILLISECONDS)).isZero();
    ends.send(1);
    assertThat(ends.receive(Long.MAX_VALUE, TimeUnit.DAYS)).isEqualTo(1);
    ends.send(2);
    assertThat(ends.receive(received::add, 5, 1, TimeUnit.DAYS)).isEqualTo(1);
    assertThat(received).containsExactly(2L);
  }

  @ParameterizedTest
  @EnumSource
  void aSendWakesTheReceiverHoweverItWaits(Kind kind) throws Exception {
    Ends ends = kind.open();
    List<Callable<Long>> waits =
        List.of(
            ends::receive,
            () -> java.util.Objects.requireNonNull(ends.receive(1, TimeUnit.HOURS)),
            ends::receiveUninterruptibly,
            () -> (long) ends.receive(received::add, 1),
            () -> (long) ends.receive(received::add, 1, 1, TimeUnit.HOURS),
            () -> (long) ends.receiveUninterruptibly(received::add, 1));
    for (Callable<Long> wait : waits) {
      for (boolean virtual : new boolean[] {false, true}) {
        var receiving = start(virtual, wait).untilAsleepIn(ends.channel());
        ends.send(1);
        assertThat(receiving.result()).isEqualTo(1);
      }
    }
    assertThat(received).hasSize(6).containsOnly(1L);
  }

  @ParameterizedTest
  @EnumSource
  void aReceiveWakesTheSenderHoweverItWaits(Kind kind) throws Exception {
    Ends ends = kind.open();
    fill(ends);
    List<Callable<Boolean>> waits =
        List.of(
            () -> {
              ends.send(7);
              return true;
            },
            () -> ends.send(7, 1, TimeUnit.HOURS),
            () -> {
              ends.sendUninterruptibly(7);
              return true;
            });
    for (Callable<Boolean> wait : waits) {
      for (boolean virtual : new boolean[] {false, true}) {
        var sending = start(virtual, wait).untilAsleepIn(ends.channel());
        assertThat(ends.poll()).isNotNull();
        assertThat(sending.result()).isTrue();
      }
    }
    assertThat(ends.drain(received::add, 100)).isEqualTo(CAPACITY);
    assertThat(received.subList(CAPACITY - 6, CAPACITY)).containsOnly(7L);
  }

  @ParameterizedTest
  @EnumSource
  void aThrowingActionLosesItsValueOnlyAndWakesTheSender(Kind kind) throws Exception {
    Ends ends = kind.open();
    fill(ends);
    var sending =
        start(false, () -> ends.send(99, 1, TimeUnit.HOURS)).untilAsleepIn(ends.channel());
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                ends.drain(
                    value -> {
                      throw new ArithmeticException();
                    },
                    10));
    assertThat(sending.result()).isTrue();
    assertThat(ends.drain(received::add, 100)).isEqualTo(CAPACITY);
    assertThat(received).startsWith(1L).endsWith(99L);
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAWaitAndLosesNothing(Kind kind) throws Exception {
    Ends ends = kind.open();
    List<Callable<?>> receives =
        List.of(
            ends::receive,
            () -> java.util.Objects.requireNonNull(ends.receive(1, TimeUnit.HOURS)),
            () -> ends.receive(received::add, 1));
    for (Callable<?> receive : receives) {
      expectInterrupted(ends, receive);
    }
    fill(ends);
    List<Callable<?>> sends =
        List.of(
            () -> {
              ends.send(99);
              return true;
            },
            () -> ends.send(99, 1, TimeUnit.HOURS));
    for (Callable<?> send : sends) {
      expectInterrupted(ends, send);
    }
    // Before anything else, also where it need not wait.
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(ends::receive);
    assertThat(ends.size()).isEqualTo(CAPACITY);
    assertThat(ends.drain(received::add, 100)).isEqualTo(CAPACITY);
    assertThat(received).doesNotContain(99L);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> ends.send(1));
    assertThat(ends.size()).isZero();
  }

  private static void expectInterrupted(Ends ends, Callable<?> wait) {
    var waiting = Background.start(wait::call).untilAsleepIn(ends.channel());
    waiting.thread().interrupt();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(waiting::result)
        .withCauseInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @EnumSource
  void anUninterruptibleWaitKeepsTheInterruptForLater(Kind kind) throws Exception {
    Ends ends = kind.open();
    var receiving =
        Background.start(
                () -> {
                  ends.receiveUninterruptibly();
                  return Thread.interrupted();
                })
            .untilAsleepIn(ends.channel());
    receiving.thread().interrupt();
    ends.send(1);
    assertThat(receiving.result()).isTrue();
    fill(ends);
    var sending =
        Background.start(
                () -> {
                  ends.sendUninterruptibly(99);
                  return Thread.interrupted();
                })
            .untilAsleepIn(ends.channel());
    sending.thread().interrupt();
    ends.poll();
    assertThat(sending.result()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSentBeforeTheCloseIsReceived(Kind kind) throws Exception {
    Ends ends = kind.open();
    ends.send(1);
    ends.send(2);
    ends.send(3);
    ends.close();
    ends.close();
    assertThat(ends.isClosed()).isTrue();
    List<Callable<?>> sends =
        List.of(
            () -> ends.trySend(4),
            () -> {
              ends.send(4);
              return true;
            },
            () -> ends.send(4, 1, TimeUnit.HOURS),
            () -> {
              ends.sendUninterruptibly(4);
              return true;
            });
    for (Callable<?> send : sends) {
      assertThatExceptionOfType(ClosedException.class)
          .isThrownBy(send::call)
          .withMessageContaining("nothing was sent");
    }
    assertThat(ends.poll()).isEqualTo(1);
    assertThat(ends.receive()).isEqualTo(2);
    assertThat(ends.drain(received::add, 10)).isEqualTo(1);
    List<Callable<?>> receives =
        List.of(
            () -> java.util.Objects.requireNonNull(ends.poll()),
            ends::receive,
            () -> java.util.Objects.requireNonNull(ends.receive(1, TimeUnit.HOURS)),
            ends::receiveUninterruptibly);
    for (int twice = 0; twice < 2; twice++) {
      for (Callable<?> receive : receives) {
        assertThatExceptionOfType(ClosedException.class).isThrownBy(receive::call);
      }
      assertThat(ends.peek()).isNull();
      assertThat(ends.drain(received::add, 1)).isEqualTo(-1);
      assertThat(ends.receive(received::add, 1)).isEqualTo(-1);
      assertThat(ends.receive(received::add, 1, 1, TimeUnit.HOURS)).isEqualTo(-1);
      assertThat(ends.receiveUninterruptibly(received::add, 1)).isEqualTo(-1);
      ends.forEach(received::add);
    }
    assertThat(received).containsExactly(3L);
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWakesWhoeverWaits(Kind kind) throws Exception {
    Ends empty = kind.open();
    var receiving =
        Background.start(() -> empty.receive(received::add, 1)).untilAsleepIn(empty.channel());
    empty.closeSender();
    assertThat(receiving.result()).isEqualTo(-1);
    Ends full = kind.open();
    fill(full);
    var sending =
        Background.start(() -> full.send(99, 1, TimeUnit.HOURS)).untilAsleepIn(full.channel());
    full.closeReceiver();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(sending::result)
        .withCauseInstanceOf(ClosedException.class);
    full.forEach(received::add);
    assertThat(received).hasSize(CAPACITY).doesNotContain(99L);
  }

  @ParameterizedTest
  @EnumSource
  void anActionMaySendOnItsOwnChannel(Kind kind) throws Exception {
    Ends ends = kind.open();
    fill(ends);
    // The first action's value, at least in part of the kinds, still takes its space.
    AtomicLong failed = new AtomicLong();
    assertThat(
            ends.drain(
                value -> {
                  if (value == 2) {
                    sendUnchecked(ends, 100);
                  }
                },
                CAPACITY))
        .isEqualTo(CAPACITY);
    assertThat(ends.poll()).isEqualTo(100);
    fill(ends);
    assertThat(
            ends.drain(
                value -> {
                  try {
                    for (int i = 0; i < 2 * CAPACITY; i++) {
                      sendUnchecked(ends, 200);
                    }
                  } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("would wait for itself");
                    failed.incrementAndGet();
                  }
                },
                1))
        .isEqualTo(1);
    assertThat(failed).hasValue(1);
  }

  private static void sendUnchecked(Ends ends, long value) {
    ends.sendUninterruptibly(value);
  }

  @ParameterizedTest
  @EnumSource
  void anActionMustNotReceive(Kind kind) throws Exception {
    Ends ends = kind.open();
    ends.send(1);
    ends.send(2);
    ends.drain(
        value -> {
          assertThatIllegalStateException().isThrownBy(ends::poll);
          assertThatIllegalStateException().isThrownBy(() -> ends.drain(received::add, 1));
        },
        1);
    assertThat(ends.poll()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void badArgumentsAreNamed(Kind kind) {
    Ends ends = kind.open();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ends.drain(received::add, 0))
        .withMessage("limit: 0, expected 1 or more");
    assertThatIllegalArgumentException().isThrownBy(() -> ends.receive(received::add, -1));
    for (Runnable role : ends.roles()) {
      assertThatIllegalStateException().isThrownBy(role::run).withMessageContaining("a second ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostUnderAnyPolicy(Kind kind) throws Exception {
    for (WaitPolicy policy :
        List.of(WaitPolicy.adaptive(), WaitPolicy.parkOnly(), WaitPolicy.spinOnly())) {
      Ends ends = kind.open(policy);
      int count = 20_000;
      var sending =
          Background.start(
              () -> {
                for (long i = 0; i < count; i++) {
                  ends.send(i);
                }
                ends.closeSender();
                return true;
              });
      AtomicLong expected = new AtomicLong();
      ends.forEach(value -> assertThat(value).isEqualTo(expected.getAndIncrement()));
      assertThat(expected).hasValue(count);
      assertThat(sending.result()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void itSaysWhatItIs(Kind kind) throws Exception {
    Ends ends = kind.open();
    ends.send(1);
    assertThat(ends.channel().toString()).contains("closed=false", "COOL");
    ends.close();
    assertThat(ends.channel().toString()).contains("closed=true", "CLOSED");
  }

  private static void fill(Ends ends) {
    long value = 0;
    while (ends.trySend(value)) {
      value++;
    }
    assertThat(value).isEqualTo(CAPACITY);
  }

  private static <T> Background<T> start(boolean virtual, Callable<T> work) {
    return virtual ? Background.startVirtual(work) : Background.start(work);
  }
}
