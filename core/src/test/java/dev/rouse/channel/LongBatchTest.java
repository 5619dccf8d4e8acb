package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Many longs at a time. */
class LongBatchTest {
  private static final int CAPACITY = 16;
  private static final int MANY = 50;

  private final LongChannel channel = LongChannel.allocate(CAPACITY);
  private final LongSender sender = channel.sender();
  private final LongReceiver receiver = channel.receiver();
  private final long[] values = LongStream.range(0, MANY).toArray();
  private final long[] target = new long[MANY];

  @Test
  void aTrySendSendsWhatFits() {
    assertThat(sender.trySend(values, 0, 0)).isZero();
    assertThat(sender.trySend(values, 0, MANY)).isEqualTo(CAPACITY);
    assertThat(sender.trySend(values, CAPACITY, MANY - CAPACITY)).isZero();
    assertThat(receiver.drain(target, 0, 6)).isEqualTo(6);
    assertThat(sender.trySend(values, CAPACITY, MANY - CAPACITY)).isEqualTo(6);
    assertThat(receiver.drain(target, 6, MANY - 6)).isEqualTo(CAPACITY);
    assertThat(receiver.drain(target, 22, 1)).isZero();
    assertThat(LongStream.of(target).limit(22))
        .containsExactly(LongStream.range(0, 22).boxed().toArray(Long[]::new));
  }

  @Test
  void aSendWaitsUntilAllAreSent() throws Exception {
    var sending = Background.start(() -> sender.send(values, 0, MANY)).untilAsleepIn(channel);
    take(MANY);
    assertThat(sending.result()).isEqualTo(MANY);
    assertThat(target).containsExactly(values);
    assertThat(sender.send(values, 0, 0)).isZero();
    var uninterruptible =
        Background.start(() -> sender.sendUninterruptibly(values, 0, MANY)).untilAsleepIn(channel);
    uninterruptible.thread().interrupt();
    take(MANY);
    assertThat(uninterruptible.result()).isEqualTo(MANY);
  }

  private void take(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      target[i] = receiver.receive();
    }
  }

  @Test
  void whatEndsASendEarlyTellsHowManyWereSent() throws Exception {
    assertThat(sender.send(values, 0, MANY, 1, TimeUnit.MILLISECONDS)).isEqualTo(CAPACITY);
    assertThat(sender.send(values, 0, MANY, 1, TimeUnit.MILLISECONDS)).isZero();
    assertThat(sender.send(values, 0, MANY, Long.MIN_VALUE, TimeUnit.DAYS)).isZero();

    var nothingSent = Background.start(() -> sender.send(values, 0, MANY)).untilAsleepIn(channel);
    nothingSent.thread().interrupt();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(nothingSent::result)
        .withCauseInstanceOf(InterruptedException.class);

    receiver.drain(value -> {}, 5);
    var interrupted =
        Background.start(
                () -> {
                  int sent = sender.send(values, 0, MANY);
                  return Thread.interrupted() ? sent : -1;
                })
            .untilAsleepIn(channel);
    interrupted.thread().interrupt();
    assertThat(interrupted.result()).isEqualTo(5);

    receiver.drain(value -> {}, 5);
    var closed = Background.start(() -> sender.send(values, 0, MANY)).untilAsleepIn(channel);
    channel.close();
    assertThat(closed.result()).isEqualTo(5);
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> sender.send(values, 0, 1));
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> sender.trySend(values, 0, 0));
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> sender.sendUninterruptibly(values, 0, 1));
  }

  @Test
  void aCloseEndsAnUninterruptibleSendEarly() throws Exception {
    var sending =
        Background.start(() -> sender.sendUninterruptibly(values, 0, MANY)).untilAsleepIn(channel);
    channel.close();
    assertThat(sending.result()).isEqualTo(CAPACITY);
    assertThat(receiver.drain(target, 0, MANY)).isEqualTo(CAPACITY);
    assertThat(receiver.drain(target, 0, MANY)).isEqualTo(LongReceiver.END_OF_STREAM);
  }

  @Test
  void aDrainIntoAnArrayWakesTheSender() throws Exception {
    sender.trySend(values, 0, CAPACITY);
    var sending = Background.start(() -> sender.send(7, 1, TimeUnit.HOURS)).untilAsleepIn(channel);
    assertThat(receiver.drain(target, 0, 1)).isEqualTo(1);
    assertThat(sending.result()).isTrue();
  }

  /** A slow handler does not keep the sender waiting until the channel is empty. */
  @Test
  void aLongDrainWakesTheSenderMeanwhile() throws Exception {
    sender.trySend(values, 0, CAPACITY);
    var sending = Background.start(() -> sender.send(99, 1, TimeUnit.HOURS)).untilAsleepIn(channel);
    receiver.drain(
        value -> {
          if (value == CAPACITY - 1) {
            Background.until(sending::isDone);
          }
        },
        CAPACITY);
    assertThat(sending.result()).isTrue();
  }

  /** What the handler was given still has its slot: the nested drain must not count it as free. */
  @Test
  void aNestedDrainThatIsRefusedDoesNotUseUpTheWake() throws Exception {
    sender.trySend(values, 0, CAPACITY);
    var sending = Background.start(() -> sender.send(99, 1, TimeUnit.HOURS)).untilAsleepIn(channel);
    receiver.drain(
        value -> {
          assertThatIllegalStateException().isThrownBy(() -> receiver.drain(ignored -> {}, 1));
          sending.untilAsleepIn(channel); // still, or again: nothing is free yet
        },
        1);
    assertThat(sending.result()).isTrue();
  }

  @Test
  void aSendInAHandlerTellsHowManyWereSent() {
    sender.trySend(values, 0, CAPACITY);
    receiver.drain(
        value -> {
          assertThat(sender.sendUninterruptibly(new long[] {100, 101, 102}, 0, 3)).isEqualTo(1);
          assertThatIllegalStateException()
              .isThrownBy(() -> sender.sendUninterruptibly(new long[] {101}, 0, 1));
        },
        1);
    assertThat(receiver.drain(target, 0, MANY)).isEqualTo(CAPACITY);
    assertThat(target[CAPACITY - 1]).isEqualTo(100);
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sender.trySend(new long[] {1, -2}, 0, 2))
        .withMessage("value: -2, expected 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sender.trySend(-3))
        .withMessage("value: -3, expected 0 or more");
    assertThat(channel.size()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> receiver.drain(target, 0, 0))
        .withMessage("length: 0, expected 1 or more");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> sender.trySend(values, 1, MANY));
  }
}
