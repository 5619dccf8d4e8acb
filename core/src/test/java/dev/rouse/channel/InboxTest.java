package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.rouse.codec.RecordCodec;
import dev.rouse.internal.memory.Words;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.memory.Region;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InboxTest {
  private static final int CAPACITY = 256;
  private static final RecordCodec<Long> CODEC = RecordCodec.ofLong();

  private final Inbox inbox = Inbox.create();
  private final InboxReceiver receiver = inbox.receiver();
  private final List<Long> received = new ArrayList<>();

  /** A sender of numbers of any kind. */
  interface Numbers extends AutoCloseable {
    boolean trySend(long number);

    void send(long number);

    @Override
    void close();
  }

  enum Kind {
    RECORDS {
      @Override
      Numbers open(Inbox inbox, LongConsumer action) {
        Sender sender = inbox.newSender(16 * CAPACITY, CODEC, action::accept);
        return numbers(
            n -> sender.trySend(n, CODEC), n -> sender.sendUninterruptibly(n, CODEC), sender);
      }
    },
    LONGS {
      @Override
      Numbers open(Inbox inbox, LongConsumer action) {
        LongSender sender = inbox.newLongSender(CAPACITY, action);
        return numbers(sender::trySend, sender::sendUninterruptibly, sender);
      }
    },
    BATCHES {
      @Override
      Numbers open(Inbox inbox, LongConsumer action) {
        LongSender sender =
            inbox.newLongBatchSender(
                CAPACITY, (values, count) -> LongStream.of(values).limit(count).forEach(action));
        return numbers(sender::trySend, sender::sendUninterruptibly, sender);
      }
    },
    OBJECTS {
      @Override
      Numbers open(Inbox inbox, LongConsumer action) {
        ObjectSender<Long> sender = inbox.newObjectSender(CAPACITY, action::accept);
        return numbers(sender::trySend, sender::sendUninterruptibly, sender);
      }
    };

    abstract Numbers open(Inbox inbox, LongConsumer action);

    private static Numbers numbers(
        java.util.function.LongPredicate trySend, LongConsumer send, AutoCloseable sender) {
      return new Numbers() {
        @Override
        public boolean trySend(long number) {
          return trySend.test(number);
        }

        @Override
        public void send(long number) {
          send.accept(number);
        }

        @Override
        public void close() {
          try {
            sender.close();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        }
      };
    }
  }

  private Numbers open(Kind kind) {
    return kind.open(inbox, received::add);
  }

  @Test
  void whatEachSenderSendsArrivesInOrderWhateverItsKind() {
    List<List<Long>> got = new ArrayList<>();
    List<Numbers> senders = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<Long> own = new ArrayList<>();
      got.add(own);
      senders.add(kind.open(inbox, own::add));
    }
    for (long lap = 0; lap < 5; lap++) {
      for (long i = 0; i < CAPACITY; i++) {
        for (Numbers sender : senders) {
          assertThat(sender.trySend(lap * CAPACITY + i)).isTrue();
        }
      }
      while (receiver.drain(7) != 0) {
        // The handlers do the work.
      }
    }
    List<Long> all = LongStream.range(0, 5 * CAPACITY).boxed().toList();
    assertThat(got).hasSize(Kind.values().length).containsOnly(all);
  }

  @ParameterizedTest
  @EnumSource
  void aFullChannelIsNoConcernOfTheOtherSenders(Kind kind) {
    Numbers full = open(kind);
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(full.trySend(1)).isTrue();
    }
    assertThat(full.trySend(1)).isFalse();
    assertThat(open(kind).trySend(2)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aBusySenderGetsOneTurnAndThenTheOthersHaveTheirs(Kind kind) {
    Numbers busy = open(kind);
    Numbers quiet = open(kind);
    for (int i = 0; i < CAPACITY; i++) {
      busy.send(0);
    }
    quiet.send(1);
    assertThat(receiver.drain(Integer.MAX_VALUE)).isEqualTo(Inbox.TURN + 1);
    assertThat(received.getLast()).isEqualTo(1);
    assertThat(receiver.drain(Integer.MAX_VALUE)).isEqualTo(Inbox.TURN);
  }

  @ParameterizedTest
  @EnumSource
  void aLimitEndsACallAndTheNextGoesOnWithTheNextSender(Kind kind) {
    for (long i = 0; i < 3; i++) {
      Numbers sender = open(kind);
      sender.send(i);
      sender.send(i);
    }
    for (int i = 0; i < 6; i++) {
      assertThat(receiver.drain(1)).isEqualTo(1);
    }
    assertThat(received).containsExactly(0L, 1L, 2L, 0L, 1L, 2L);
    assertThat(receiver.drain(1)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anySenderWakesTheReceiverHoweverItWaits(Kind kind) throws Exception {
    open(Kind.LONGS);
    Numbers sender = open(kind);
    open(Kind.OBJECTS);
    List<Callable<Integer>> waits =
        List.of(
            () -> receiver.receive(5),
            () -> receiver.receive(5, 1, TimeUnit.HOURS),
            () -> receiver.receiveUninterruptibly(5));
    for (Callable<Integer> wait : waits) {
      for (boolean virtual : new boolean[] {false, true}) {
        var receiving = virtual ? Background.startVirtual(wait) : Background.start(wait);
        receiving.untilAsleepIn(inbox);
        sender.send(1);
        assertThat(receiving.result()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSenderThatWasMadeDuringTheSleepWakesTheReceiver(Kind kind) throws Exception {
    var receiving = Background.start(() -> receiver.receive(1)).untilAsleepIn(inbox);
    open(kind).send(7);
    assertThat(receiving.result()).isEqualTo(1);
    assertThat(received).containsExactly(7L);
  }

  @Test
  void aReceiveThatFindsNothingSaysSo() throws Exception {
    assertThat(receiver.drain(1)).isZero();
    open(Kind.RECORDS);
    assertThat(receiver.drain(1)).isZero();
    assertThat(receiver.receive(1, 0, TimeUnit.SECONDS)).isZero();
    assertThat(receiver.receive(1, Long.MIN_VALUE, TimeUnit.DAYS)).isZero();
    assertThat(receiver.receive(1, 1, TimeUnit.MILLISECONDS)).isZero();
  }

  @Test
  void anInterruptEndsAWaitAndLosesNothing() throws Exception {
    Numbers sender = open(Kind.LONGS);
    var receiving = Background.start(() -> receiver.receive(1)).untilAsleepIn(inbox);
    receiving.thread().interrupt();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(receiving::result)
        .withCauseInstanceOf(InterruptedException.class);
    sender.send(1);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> receiver.receive(1));
    assertThat(receiver.receive(1)).isEqualTo(1);
    var uninterruptible =
        Background.start(
                () -> {
                  receiver.receiveUninterruptibly(1);
                  return Thread.interrupted();
                })
            .untilAsleepIn(inbox);
    uninterruptible.thread().interrupt();
    sender.send(1);
    assertThat(uninterruptible.result()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void theEndComesAfterEverythingThatWasSent(Kind kind) throws Exception {
    Numbers sender = open(kind);
    open(Kind.OBJECTS);
    sender.send(1);
    inbox.close();
    assertThat(inbox.isClosed()).isTrue();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> sender.trySend(2));
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> open(kind))
        .withMessage("a new sender for a closed inbox");
    assertThat(receiver.receive(1)).isEqualTo(1);
    assertThat(receiver.receive(1)).isEqualTo(InboxReceiver.END_OF_STREAM);
    assertThat(receiver.drain(1)).isEqualTo(InboxReceiver.END_OF_STREAM);
    assertThat(receiver.receiveUninterruptibly(1)).isEqualTo(InboxReceiver.END_OF_STREAM);
    assertThat(receiver.receive(1, 1, TimeUnit.HOURS)).isEqualTo(InboxReceiver.END_OF_STREAM);
    receiver.receiveAll();
    assertThat(received).containsExactly(1L);
    inbox.close();
  }

  @Test
  void aCloseWakesTheReceiver() throws Exception {
    open(Kind.LONGS);
    var receiving = Background.start(() -> receiver.receive(1)).untilAsleepIn(inbox);
    inbox.close();
    assertThat(receiving.result()).isEqualTo(InboxReceiver.END_OF_STREAM);
  }

  @Test
  void anInboxWithoutSendersCanEnd() throws Exception {
    inbox.close();
    assertThat(receiver.receive(1)).isEqualTo(InboxReceiver.END_OF_STREAM);
  }

  @ParameterizedTest
  @EnumSource
  void aReceiverThatStopsTellsTheSenders(Kind kind) throws Exception {
    Numbers sender = open(kind);
    var sending =
        Background.start(
            () -> {
              for (long i = 0; ; i++) {
                try {
                  sender.send(i);
                } catch (ClosedException e) {
                  return i;
                }
              }
            });
    Background.until(() -> sending.thread().getState() != Thread.State.NEW);
    assertThat(receiver.receive(1)).isEqualTo(1);
    receiver.close();
    assertThat(sending.result()).isGreaterThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aSenderThatEndsLeavesTheOthersAlone(Kind kind) {
    Numbers first = open(kind);
    Numbers second = open(kind);
    first.send(1);
    first.close();
    first.close();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> first.trySend(2));
    second.send(3);
    assertThat(receiver.drain(10)).isEqualTo(2);
    assertThat(received).containsExactly(1L, 3L);
    assertThat(receiver.drain(10)).isZero();
    assertThat(inbox.senders()).isEqualTo(1);
    second.send(4);
    assertThat(receiver.drain(10)).isEqualTo(1);
    second.close();
    assertThat(receiver.drain(10)).as("not the end: more senders may come").isZero();
    assertThat(inbox.senders()).isZero();
    open(kind).send(5);
    assertThat(receiver.drain(10)).isEqualTo(1);
    assertThat(received).endsWith(5L);
  }

  @ParameterizedTest
  @EnumSource
  void aSenderThatNobodyHasAnyMoreIsClosed(Kind kind) {
    open(kind).send(1);
    Background.until(
        () -> {
          System.gc();
          open(kind).close(); // looks for senders that are gone
          receiver.drain(10);
          return inbox.senders() == 0;
        });
    assertThat(received).containsExactly(1L);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "BATCHES") // see InboxBatchTest
  void aThrowingHandlerLosesItsElementOnlyAndDelaysNobody(Kind kind) {
    Numbers bad =
        kind.open(
            inbox,
            number -> {
              if (number == 1) {
                throw new ArithmeticException();
              }
              received.add(number);
            });
    Numbers good = open(kind);
    for (long i = 1; i <= 3; i++) {
      bad.send(i);
      good.send(10 * i);
    }
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> receiver.drain(10));
    assertThat(receiver.drain(10)).as("the others' turns").isEqualTo(3);
    assertThat(receiver.drain(10)).isEqualTo(2);
    assertThat(received).containsExactly(10L, 20L, 30L, 2L, 3L);
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatSendsToItsOwnInboxDoesNotWaitForItself(Kind kind) throws Exception {
    Numbers[] other = new Numbers[1];
    Numbers first = kind.open(inbox, number -> other[0].send(number));
    other[0] = open(kind);
    while (other[0].trySend(1)) {
      // Fill it.
    }
    first.send(2);
    assertThatIllegalStateException()
        .isThrownBy(() -> receiver.drain(1))
        .withMessage(
            "no space, and the inbox's handler that sends would wait for itself:"
                + " expected trySend there, or a larger capacity");
    // Another thread may wait, and so may this one when it is in no handler any more.
    assertThat(receiver.drain(1)).isEqualTo(1);
    other[0].send(3);
    var sending =
        Background.start(
            () -> {
              other[0].send(4);
              return true;
            });
    while (received.isEmpty() || received.getLast() != 4) {
      receiver.receive(10);
    }
    assertThat(sending.result()).isTrue();
  }

  @Test
  void aHandlerMustNotReceive() {
    Numbers sender = Kind.LONGS.open(inbox, ignored -> receiver.drain(1));
    sender.send(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> receiver.drain(1))
        .withMessage("drain by a handler of the same inbox, expected none while a handler runs");
    assertThat(receiver.drain(1)).isZero();
  }

  @Test
  void aSecondThreadIsNamed() throws Exception {
    var other = new String[1];
    Numbers sender =
        Kind.LONGS.open(
            inbox,
            ignored -> {
              var intruder =
                  Background.start(
                      () -> {
                        try {
                          return "" + receiver.drain(1);
                        } catch (IllegalStateException e) {
                          return e.getMessage();
                        }
                      });
              try {
                other[0] = intruder.result();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    sender.send(1);
    assertThat(receiver.drain(1)).isEqualTo(1);
    assertThat(other[0])
        .contains(
            "uses the receiver while the thread with id " + Thread.currentThread().threadId(),
            "expected one thread at a time");
  }

  @Test
  void badInputIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> receiver.drain(0))
        .withMessage("limit: 0, expected 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inbox.newLongSender(17, n -> {}))
        .withMessageStartingWith("capacity: 17");
    assertThatIllegalStateException()
        .isThrownBy(inbox::receiver)
        .withMessage("a second receiver: the inbox has one, and it is handed out");
    assertThat(inbox.senders()).isZero();
  }

  @Test
  void aCorruptChannelIsClosedAndTheOthersGoOn() {
    Sender broken = inbox.newSender(1024, (type, memory, offset, length) -> {});
    Numbers good = open(Kind.RECORDS);
    long payload = broken.tryClaim(1, 8);
    broken.commit();
    broken.segment().set(ValueLayout.JAVA_LONG, payload - Long.BYTES, -1L);
    good.send(1);
    assertThatExceptionOfType(CorruptRecordException.class).isThrownBy(() -> receiver.drain(9));
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> broken.tryClaim(1, 8));
    assertThat(receiver.drain(9)).isEqualTo(1);
    assertThat(receiver.drain(9)).isZero();
    assertThat(inbox.senders()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "BATCHES") // see InboxBatchTest
  void aHandlersOwnCorruptRingIsNoConcernOfTheChannel(Kind kind) {
    Numbers sender =
        kind.open(
            inbox,
            number -> {
              if (number == 1) {
                throw new CorruptRecordException("of another ring", 0);
              }
              received.add(number);
            });
    for (long i = 0; i < 4; i++) {
      sender.send(i);
    }
    assertThatExceptionOfType(CorruptRecordException.class).isThrownBy(() -> receiver.drain(9));
    assertThat(receiver.drain(9)).isEqualTo(2);
    assertThat(received).containsExactly(0L, 2L, 3L);
    sender.send(4);
    assertThat(receiver.drain(9)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void sendersThatEndWhileTheReceiverSleepsDoNotPileUp(Kind kind) throws Exception {
    var receiving = Background.start(() -> receiver.receive(1));
    for (int i = 0; i < 100; i++) {
      receiving.untilAsleepIn(inbox);
      open(kind).close();
      Background.until(() -> inbox.senders() == 0);
    }
    open(kind).send(1);
    assertThat(receiving.result()).isEqualTo(1);
  }

  @Test
  void endedSendersDoNotMakeATimedReceiveLonger() throws Exception {
    var closing =
        Background.start(
            () -> {
              while (!inbox.isClosed()) {
                try {
                  open(Kind.LONGS).close();
                } catch (ClosedException e) {
                  break;
                }
              }
              return true;
            });
    assertThat(receiver.receive(1, 20, TimeUnit.MILLISECONDS)).isZero();
    inbox.close();
    assertThat(closing.result()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aSenderThatEndsTakesNobodysTurn(Kind kind) {
    Numbers ended = open(kind);
    List<Numbers> others = List.of(open(kind), open(kind));
    for (Numbers sender : others) {
      sender.send(others.indexOf(sender));
      sender.send(others.indexOf(sender));
    }
    ended.close();
    for (int i = 0; i < 4; i++) {
      assertThat(receiver.drain(1)).isEqualTo(1);
    }
    assertThat(received).containsExactly(0L, 1L, 0L, 1L);
  }

  @ParameterizedTest
  @EnumSource
  void newSendersDoNotStarveOldOnes(Kind kind) {
    Numbers old = open(kind);
    old.send(99);
    for (long i = 0; i < 3; i++) {
      open(kind).send(i);
      assertThat(receiver.drain(1)).isEqualTo(1);
    }
    assertThat(received).contains(99L);
  }

  /**
   * A send that has read "open" publishes after its channel was closed and the receiver has left.
   * In a running inbox that is a moment; here the end is put together so that it lasts.
   */
  @Test
  void aSendThatRacesTheCloseOfItsChannelIsRefusedIfTheReceiverHasLeft() {
    InboxEnd end = new InboxEnd(WaitPolicy.adaptive());
    MemorySegment segment = Region.allocate(ChannelLayout.RING).segment();
    Waiter space = new Waiter(segment, ChannelLayout.SPACE, WaitPolicy.adaptive());
    SendingEnd sending = new SendingEnd(segment, space, end.waiter().waker(), 64, end);
    assertThat(sending.published(2, 3)).isEqualTo(3);
    space.waker().close();
    assertThat(ChannelLayout.settleEnd(segment, Words.base(segment), 3)).isEqualTo(3);
    assertThat(sending.published(3, 5)).isEqualTo(3);
    assertThatExceptionOfType(ClosedException.class).isThrownBy(sending::requireOpen);
  }

  @Test
  void sendersComeAndGoWhileTheReceiverWorks() throws Exception {
    long[] sum = new long[1];
    var receiving =
        Background.start(
            () -> {
              receiver.receiveAll();
              return sum[0];
            });
    List<Background<Long>> sending = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int thread = i;
      sending.add(
          Background.start(
              () -> {
                long sent = 0;
                for (int round = 0; round < 50; round++) {
                  Kind kind = Kind.values()[(thread + round) % Kind.values().length];
                  try (Numbers sender = kind.open(inbox, number -> sum[0] += number)) {
                    for (long n = 0; n < 20L * round; n++) {
                      sender.send(n);
                      sent += n;
                    }
                  }
                }
                return sent;
              }));
    }
    long sent = 0;
    for (Background<Long> thread : sending) {
      sent += thread.result();
    }
    inbox.close();
    assertThat(receiving.result()).isEqualTo(sent);
    assertThat(inbox.senders()).isZero();
  }

  @Test
  void saysWhatItIs() {
    open(Kind.LONGS);
    assertThat(inbox).hasToString("Inbox[senders=1, closed=false, receiver=COOL]");
    inbox.close();
    assertThat(inbox.toString()).contains("closed=true", "receiver=CLOSED");
  }
}
