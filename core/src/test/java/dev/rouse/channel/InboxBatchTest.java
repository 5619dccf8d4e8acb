package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler of several values at once adds to the other kinds of {@link InboxTest}. */
class InboxBatchTest {
  private static final int CAPACITY = 256;
  private static final int ALL = Integer.MAX_VALUE;

  private final Inbox inbox = Inbox.create();
  private final InboxReceiver receiver = inbox.receiver();

  /** What each call of the handler was given. */
  private final List<long[]> batches = new ArrayList<>();

  private void keep(long[] values, int count) {
    assertThat(count).isBetween(1, Inbox.TURN);
    batches.add(Arrays.copyOf(values, count));
  }

  private List<Integer> sizes() {
    return batches.stream().map(batch -> batch.length).toList();
  }

  private static void send(LongSender sender, long from, long to) {
    for (long value = from; value < to; value++) {
      assertThat(sender.trySend(value)).isTrue();
    }
  }

  @Test
  void aTurnIsOneCallWithEverythingInOrder() {
    LongSender sender = inbox.newLongBatchSender(CAPACITY, this::keep);
    send(sender, 0, 150);
    assertThat(receiver.drain(ALL)).isEqualTo(Inbox.TURN);
    assertThat(receiver.drain(ALL)).isEqualTo(Inbox.TURN);
    assertThat(receiver.drain(ALL)).isEqualTo(150 - 2 * Inbox.TURN);
    assertThat(receiver.drain(ALL)).isZero();
    assertThat(sizes()).containsExactly(Inbox.TURN, Inbox.TURN, 150 - 2 * Inbox.TURN);
    assertThat(batches.stream().flatMapToLong(LongStream::of).toArray())
        .isEqualTo(LongStream.range(0, 150).toArray());
  }

  @Test
  void aCallIsGivenNoMoreThanTheLimit() {
    LongSender sender = inbox.newLongBatchSender(CAPACITY, this::keep);
    send(sender, 0, 5);
    assertThat(receiver.drain(2)).isEqualTo(2);
    assertThat(receiver.drain(1)).isEqualTo(1);
    assertThat(receiver.drain(3)).isEqualTo(2);
    assertThat(batches).containsExactly(new long[] {0, 1}, new long[] {2}, new long[] {3, 4});
  }

  @Test
  void severalSendersShareTheLimit() {
    List<LongSender> senders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      senders.add(inbox.newLongBatchSender(CAPACITY, this::keep));
    }
    for (LongSender sender : senders) {
      send(sender, 10L * senders.indexOf(sender), 10L * senders.indexOf(sender) + 4);
    }
    assertThat(receiver.drain(6)).isEqualTo(6);
    assertThat(receiver.drain(ALL)).as("the third sender has its turn first").isEqualTo(4);
    assertThat(receiver.drain(ALL)).isEqualTo(2);
    assertThat(batches)
        .containsExactly(
            new long[] {0, 1, 2, 3},
            new long[] {10, 11},
            new long[] {20, 21, 22, 23},
            new long[] {12, 13});
  }

  /** A handler may keep the array until the next call, as the worker of a pool does. */
  @Test
  void theArrayOfASenderIsItsOwnAndStaysAsItIs() {
    List<long[]> first = new ArrayList<>();
    LongSender one = inbox.newLongBatchSender(CAPACITY, (values, count) -> first.add(values));
    LongSender other =
        inbox.newLongBatchSender(
            CAPACITY,
            (values, count) -> {
              assertThat(values).isNotSameAs(first.getFirst());
              assertThat(first.getFirst()).startsWith(1, 2, 3);
            });
    send(one, 1, 4);
    assertThat(receiver.drain(ALL)).isEqualTo(3);
    send(other, 70, 80);
    assertThat(receiver.drain(ALL)).isEqualTo(10);
    assertThat(first.getFirst()).startsWith(1, 2, 3);
    send(one, 4, 6);
    assertThat(receiver.drain(ALL)).isEqualTo(2);
    assertThat(first).hasSize(2);
    assertThat(first.getLast()).isSameAs(first.getFirst());
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64, 128, 1 << 20})
  void theArrayIsNoLongerThanATurn(int capacity) {
    List<Integer> lengths = new ArrayList<>();
    LongSender sender =
        inbox.newLongBatchSender(
            capacity,
            (values, count) -> {
              lengths.add(values.length);
              lengths.add(count);
            });
    int sent = Math.min(capacity, 100);
    send(sender, 0, sent);
    int once = Math.min(sent, Inbox.TURN);
    assertThat(receiver.drain(ALL)).isEqualTo(once);
    assertThat(lengths).containsExactly(Math.min(capacity, Inbox.TURN), once);
  }

  @Test
  void aHandlerThatThrowsLosesItsBatchOnlyAndDelaysNobody() {
    LongSender bad =
        inbox.newLongBatchSender(
            CAPACITY,
            (values, count) -> {
              keep(values, count);
              if (values[0] == 0) {
                throw new ArithmeticException("the first batch");
              }
            });
    LongSender good = inbox.newLongBatchSender(CAPACITY, this::keep);
    send(bad, 0, Inbox.TURN + 2);
    send(good, 500, 502);
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> receiver.drain(ALL));
    assertThat(receiver.drain(ALL)).as("the others' turns").isEqualTo(2);
    assertThat(receiver.drain(ALL)).as("what was not in the batch").isEqualTo(2);
    assertThat(receiver.drain(ALL)).isZero();
    assertThat(batches.subList(1, 3))
        .containsExactly(new long[] {500, 501}, new long[] {Inbox.TURN, Inbox.TURN + 1});
  }

  @Test
  void theHandlerIsNotCalledWithoutValuesAndTheEndComesLast() throws Exception {
    LongSender sender = inbox.newLongBatchSender(CAPACITY, this::keep);
    inbox.newLongBatchSender(CAPACITY, this::keep);
    assertThat(receiver.drain(ALL)).isZero();
    send(sender, 7, 9);
    inbox.close();
    assertThat(receiver.receive(ALL)).isEqualTo(2);
    assertThat(receiver.receive(ALL)).isEqualTo(InboxReceiver.END_OF_STREAM);
    assertThat(receiver.drain(ALL)).isEqualTo(InboxReceiver.END_OF_STREAM);
    assertThat(batches).containsExactly(new long[] {7, 8});
  }

  @Test
  @SuppressWarnings("NullAway") // on purpose
  void badInputIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> inbox.newLongBatchSender(CAPACITY, null))
        .withMessage("handler");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> inbox.newLongBatchSender(17, this::keep))
        .withMessageStartingWith("capacity: 17");
    assertThat(inbox.senders()).isZero();
  }
}
