package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.rouse.codec.RecordCodec;
import dev.rouse.ring.ControlledRecordHandler.Action;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Values through a channel, and what a receiver has of a ring's consumer. */
class ReceiveValuesTest {
  private static final RecordCodec<Long> LONG = RecordCodec.ofLong();
  private static final RecordCodec<String> TEXT = RecordCodec.utf8();

  private final Channel channel = Channel.allocate(Channel.capacityFor(8, LONG));
  private final Sender sender = channel.sender();
  private final Receiver receiver = channel.receiver();

  @Test
  void valuesArriveInOrder() throws Exception {
    sender.send(1L, LONG);
    sender.send(7, 2L, LONG);
    assertThat(sender.trySend(3L, LONG)).isTrue();
    assertThat(receiver.receive(LONG)).isEqualTo(1);
    assertThat(receiver.poll(LONG)).isEqualTo(2);
    assertThat(receiver.receive(LONG, 1, TimeUnit.MINUTES)).isEqualTo(3);
    assertThat(receiver.poll(LONG)).isNull();
    assertThat(receiver.receive(LONG, 1, TimeUnit.MILLISECONDS)).isNull();
    assertThat(receiver.receive(LONG, 0, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void aReceiveSleepsUntilThereIsAValue() throws Exception {
    var waiting = Background.start(() -> receiver.receive(LONG)).untilAsleepIn(channel);
    sender.send(5L, LONG);
    assertThat(waiting.result()).isEqualTo(5);
    var uninterruptible =
        Background.start(
                () -> {
                  Long value = receiver.receiveUninterruptibly(LONG);
                  return value + ":" + Thread.currentThread().isInterrupted();
                })
            .untilAsleepIn(channel);
    uninterruptible.thread().interrupt();
    sender.send(6L, LONG);
    assertThat(uninterruptible.result()).isEqualTo("6:true");
  }

  @Test
  void theEndIsAnExceptionForValuesAndTheEndOfALoop() throws Exception {
    sender.send(1L, LONG);
    sender.close();
    List<Long> values = new ArrayList<>();
    receiver.forEach(LONG, values::add);
    assertThat(values).containsExactly(1L);
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> receiver.receive(LONG))
        .withMessage("receive from a closed channel: everything was received");
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> receiver.poll(LONG));
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> receiver.receive(LONG, 1, TimeUnit.MINUTES));
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> receiver.receiveUninterruptibly(LONG));
  }

  @Test
  void aPeekLeavesTheValue() throws Exception {
    assertThat(receiver.peek(LONG)).isNull();
    sender.send(4L, LONG);
    assertThat(receiver.peek(LONG)).isEqualTo(4);
    assertThat(receiver.peek((type, segment, offset, length) -> {})).isTrue();
    assertThat(receiver.receive(LONG)).isEqualTo(4);
  }

  @Test
  void aControlledHandlerMayLeaveARecordAlsoBeforeTheEnd() throws Exception {
    sender.send(1L, LONG);
    sender.send(2L, LONG);
    channel.close();
    List<Integer> handled = new ArrayList<>();
    assertThat(
            receiver.drainControlled(
                (type, segment, offset, length) -> {
                  handled.add(length);
                  return Action.LEAVE;
                },
                10))
        .isZero();
    assertThat(handled).as("shown once").hasSize(1);
    assertThat(receiver.drainControlled((type, segment, offset, length) -> Action.CONTINUE, 10))
        .isEqualTo(2);
    assertThat(receiver.drainControlled((type, segment, offset, length) -> Action.CONTINUE, 10))
        .isEqualTo(Receiver.END_OF_STREAM);
  }

  @Test
  void aControlledDrainWakesTheSender() throws Exception {
    for (long i = 0; sender.trySend(i, LONG); i++) {
      // until the channel is full
    }
    var sending =
        Background.start(
                () -> {
                  sender.send(9L, LONG);
                  return true;
                })
            .untilAsleepIn(channel);
    assertThat(receiver.drainControlled((type, segment, offset, length) -> Action.STOP, 10))
        .isEqualTo(1);
    assertThat(sending.result()).isTrue();
  }

  @Test
  void aRecordOfAnotherLengthIsLostAndOnlyThat() throws Exception {
    sender.send("text", TEXT);
    sender.send(1L, LONG);
    assertThatIllegalArgumentException().isThrownBy(() -> receiver.receive(LONG));
    assertThat(receiver.receive(LONG)).isEqualTo(1);
  }

  @Test
  void aClosedReceiverIsToldToItsSender() throws Exception {
    for (long i = 0; sender.trySend(i, LONG); i++) {
      // until the channel is full
    }
    var sending =
        Background.start(
                () -> {
                  sender.send(9L, LONG);
                  return true;
                })
            .untilAsleepIn(channel);
    receiver.close();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(sending::result)
        .withCauseInstanceOf(ClosedException.class);
    assertThat(receiver.receive(LONG)).as("what was sent before").isZero();
  }

  @Test
  void aHandlerMaySendOnItsOwnChannelAsLongAsThereIsSpace() throws Exception {
    long count = 0;
    while (sender.trySend(count, LONG)) {
      count++;
    }
    // Each record's handler sends one: the first one finds the space of none, the others of one.
    List<String> outcomes = new ArrayList<>();
    receiver.drain(
        (type, segment, offset, length) -> {
          try {
            sender.sendUninterruptibly(1, -1L, LONG);
            outcomes.add("sent");
          } catch (IllegalStateException e) {
            outcomes.add(e.getMessage());
          }
        },
        (int) count);
    assertThat(outcomes).hasSize((int) count);
    assertThat(outcomes.getFirst()).contains("would wait for itself");
    assertThat(outcomes.subList(1, outcomes.size())).allMatch("sent"::equals);
  }

  @Test
  void aFullChannelRefusesAValueAndAWaitForItEnds() throws Exception {
    for (long i = 0; sender.trySend(1, i, LONG); i++) {
      // until the channel is full
    }
    assertThat(sender.trySend(9L, LONG)).isFalse();
    assertThat(sender.send(1, 9L, LONG, 1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(sender.claim(1, 8, 1, TimeUnit.MILLISECONDS)).isEqualTo(Sender.NO_SPACE);
    assertThat(sender.claimBatch(1, 8, 2, 1, TimeUnit.MILLISECONDS)).isEqualTo(Sender.NO_SPACE);
    var claiming =
        Background.start(
                () -> {
                  long payload = sender.claimUninterruptibly(1, 8);
                  sender.commit();
                  sender.claimBatchUninterruptibly(1, 8, 2);
                  sender.commit();
                  return payload != Sender.NO_SPACE && Thread.currentThread().isInterrupted();
                })
            .untilAsleepIn(channel);
    claiming.thread().interrupt();
    receiver.receive((type, segment, offset, length) -> {}, 4);
    assertThat(claiming.result()).isTrue();
  }

  @Test
  void textOfAnyLengthIsSentThroughASmallChannel() throws Exception {
    var sending =
        Background.start(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                sender.send("x".repeat(i % 40), TEXT);
              }
              return true;
            });
    for (int i = 0; i < 2_000; i++) {
      assertThat(receiver.receive(TEXT)).hasSize(i % 40);
    }
    assertThat(sending.result()).isTrue();
  }

  @Test
  void capacitiesAreAskedForInValues() {
    assertThat(Channel.capacityFor(8, LONG)).isEqualTo(128);
    assertThat(Channel.capacityFor(1024, LONG)).isEqualTo(16 * 1024);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Channel.capacityFor(8, TEXT))
        .withMessageContaining("expected one size");
  }

  @Test
  void argumentsThatAreNotThereAreNamed() {
    assertThatNullPointerException()
        .isThrownBy(() -> receiver.poll(absent()))
        .withMessageContaining("codec");
    assertThatNullPointerException()
        .isThrownBy(() -> receiver.forEach(LONG, absent()))
        .withMessageContaining("action");
    assertThatNullPointerException()
        .isThrownBy(() -> sender.send(1, ReceiveValuesTest.<Long>absent(), LONG))
        .withMessageContaining("value");
  }

  @Test
  void isCreatedOnlyInZeroedMemory() {
    var region = dev.rouse.memory.Region.allocate(Channel.byteSize(128));
    Channel.create(region, 0, 128);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Channel.create(region, 0, 128))
        .withMessageContaining("expected zeroed memory");
  }

  @Test
  void aClosedRegionEndsAWait() throws Exception {
    var region = dev.rouse.memory.Region.allocate(Channel.byteSize(128));
    Channel closing = Channel.create(region, 0, 128);
    Receiver sleeping = closing.receiver();
    var waiting = Background.start(() -> sleeping.receive(LONG)).untilAsleepIn(closing);
    region.close();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(waiting::result)
        .withCauseInstanceOf(IllegalStateException.class);
    assertThatIllegalStateException().isThrownBy(() -> sleeping.poll(LONG));
  }

  @Test
  void aPeekFreesPaddingAndTellsTheSender() throws Exception {
    Channel small = Channel.allocate(128);
    Sender smallSender = small.sender();
    Receiver smallReceiver = small.receiver();
    smallSender.claim(1, 32);
    smallSender.claim(1, 32);
    smallSender.commit();
    assertThat(smallReceiver.drain((type, segment, offset, length) -> {}, 2)).isEqualTo(2);
    smallSender.claim(1, 56); // behind 48 bytes of padding
    smallSender.commit();
    var sending =
        Background.start(
                () -> {
                  smallSender.claim(1, 48);
                  smallSender.commit();
                  return true;
                })
            .untilAsleepIn(small);
    assertThat(smallReceiver.peek((type, segment, offset, length) -> {})).isTrue();
    assertThat(sending.result()).isTrue();
  }

  @Test
  void aPeekAfterTheEndShowsNothing() {
    sender.tryClaim(7, 8);
    channel.close();
    assertThat(receiver.drain((type, segment, offset, length) -> {}, 1))
        .isEqualTo(Receiver.END_OF_STREAM);
    assertThatExceptionOfType(ClosedException.class).isThrownBy(sender::commit);
    assertThat(receiver.peek((type, segment, offset, length) -> {})).isFalse();
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what the test is about
  private static <T> T absent() {
    return null;
  }
}
