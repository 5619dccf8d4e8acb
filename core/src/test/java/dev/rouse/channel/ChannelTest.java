package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rouse.memory.Region;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.ring.RecordHandler;
import dev.rouse.testing.Background;
import dev.rouse.wait.BarrierMode;
import dev.rouse.wait.ClosedException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
  private static final int CAPACITY = 128;
  private static final int RECORDS_THAT_FILL = CAPACITY / 16;

  private final Channel channel = Channel.allocate(CAPACITY);
  private final Sender sender = channel.sender();
  private final Receiver receiver = channel.receiver();
  private final List<Long> received = new ArrayList<>();
  private final RecordHandler collect =
      (type, segment, offset, length) -> received.add(segment.get(ValueLayout.JAVA_LONG, offset));

  @Test
  void whatIsSentIsReceivedInOrder() throws Exception {
    send(1);
    send(2);
    long payload = sender.claim(1, 8);
    sender.segment().set(ValueLayout.JAVA_LONG, payload, 3L);
    sender.commit();
    assertThat(receiver.receive(collect, 2)).isEqualTo(2);
    assertThat(receiver.receive(collect, 2)).isEqualTo(1);
    assertThat(received).containsExactly(1L, 2L, 3L);
    assertThat(receiver.drain(collect, 1)).isZero();
    assertThat(channel.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSendWakesTheSleepingReceiver(boolean virtual) throws Exception {
    var receiving = start(virtual, () -> receiver.receive(collect, 1)).untilAsleepIn(channel);
    send(42);
    assertThat(receiving.result()).isEqualTo(1);
    assertThat(received).containsExactly(42L);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReceiveWakesTheSenderThatWaitsForSpace(boolean virtual) throws Exception {
    fill();
    var sending =
        start(
                virtual,
                () -> {
                  send(99);
                  return true;
                })
            .untilAsleepIn(channel);
    assertThat(receiver.drain(collect, 1)).isEqualTo(1);
    assertThat(sending.result()).isTrue();
    receiver.drain(collect, 100);
    assertThat(received).endsWith(99L);
  }

  @Test
  void aBlockingClaimIsWokenToo() throws Exception {
    fill();
    var claiming = Background.start(() -> sender.claim(1, 8)).untilAsleepIn(channel);
    receiver.drain(collect, 1);
    assertThat(claiming.result()).isNotEqualTo(Sender.NO_SPACE);
  }

  @Test
  void aBlockingClaimOfABatchWaitsForSpaceForAllOfIt() throws Exception {
    fill();
    var claiming = Background.start(() -> sender.claimBatch(1, 8, 3)).untilAsleepIn(channel);
    receiver.drain(collect, 2);
    claiming.untilAsleepIn(channel); // again, or still
    receiver.drain(collect, 1);
    long first = claiming.result();
    for (int i = 0; i < 3; i++) {
      sender.segment().set(ValueLayout.JAVA_LONG, first + 16L * i, 100L + i);
    }
    sender.commit();
    received.clear();
    assertThat(receiver.drain(collect, 100)).isEqualTo(RECORDS_THAT_FILL);
    assertThat(received).endsWith(100L, 101L, 102L);
    channel.close();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> sender.claimBatch(1, 8, 3));
  }

  @Test
  void theSenderIsWokenAlsoByAHandlerThatThrows() throws Exception {
    fill();
    var sending = Background.start(() -> send(99)).untilAsleepIn(channel);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(
            () ->
                receiver.drain(
                    (type, segment, offset, length) -> {
                      throw new ArithmeticException();
                    },
                    1));
    assertThat(sending.result()).isTrue();
  }

  @Test
  void operationsWithoutWaitingSayThatTheyCouldNot() throws Exception {
    assertThat(receiver.receive(collect, 1, 0, TimeUnit.SECONDS)).isZero();
    assertThat(receiver.receive(collect, 1, Long.MIN_VALUE, TimeUnit.SECONDS)).isZero();
    assertThat(receiver.receive(collect, 1, 1, TimeUnit.MILLISECONDS)).isZero();
    fill();
    assertThat(sender.tryClaim(1, 8)).isEqualTo(Sender.NO_SPACE);
    assertThat(sender.trySend(1, longs(0), 0, 8)).isFalse();
    assertThat(sender.send(1, longs(0), 0, 8, 1, TimeUnit.MILLISECONDS)).isFalse();
    receiver.drain(collect, 1);
    assertThat(sender.send(1, longs(0), 0, 8, Long.MAX_VALUE, TimeUnit.DAYS)).isTrue();
  }

  @Test
  void theReceiverGetsWhatWasSentBeforeTheClose() throws Exception {
    send(1);
    send(2);
    channel.close();
    channel.close();
    assertThat(channel.isClosed()).isTrue();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> send(3));
    assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> sender.claim(1, 8));
    assertThat(receiver.receive(collect, 1)).isEqualTo(1);
    assertThat(receiver.receive(collect, 9)).isEqualTo(1);
    assertThat(receiver.receive(collect, 1)).isEqualTo(Receiver.END_OF_STREAM);
    assertThat(receiver.drain(collect, 1)).isEqualTo(Receiver.END_OF_STREAM);
    assertThat(received).containsExactly(1L, 2L);
  }

  @Test
  void closeWakesTheReceiver() throws Exception {
    var receiving = Background.start(() -> receiver.receive(collect, 1)).untilAsleepIn(channel);
    channel.close();
    assertThat(receiving.result()).isEqualTo(Receiver.END_OF_STREAM);
  }

  @Test
  void closeWakesTheSender() throws Exception {
    fill();
    var sending = Background.start(() -> send(9)).untilAsleepIn(channel);
    channel.close();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(sending::result)
        .withCauseInstanceOf(ClosedException.class);
    receiver.forEach(collect);
    assertThat(received).hasSize(RECORDS_THAT_FILL);
  }

  @Test
  void aCommitAfterTheReceiverHasLeftSaysThatNothingWasHandedOver() throws Exception {
    sender.claim(1, 8);
    channel.close();
    assertThat(receiver.drain(collect, 1)).isEqualTo(Receiver.END_OF_STREAM);
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(sender::commit)
        .withMessageContaining("was not sent");
    sender.abort(); // of a cleanup: hides nothing
    assertThat(receiver.drain(collect, 1)).isEqualTo(Receiver.END_OF_STREAM);
  }

  @Test
  void aCommitAfterTheCloseButBeforeTheReceiverLeftIsReceived() throws Exception {
    long payload = sender.claim(1, 8);
    sender.segment().set(ValueLayout.JAVA_LONG, payload, 5L);
    channel.close();
    sender.commit();
    receiver.forEach(collect);
    assertThat(received).containsExactly(5L);
  }

  @Test
  void anEndThatTheRecordsDoNotReachIsAnErrorThatStays() throws Exception {
    sender.claim(1, 8);
    channel.close();
    sender.commit();
    sender.segment().set(ValueLayout.JAVA_LONG, 0, 0L); // the ring's tail
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatExceptionOfType(CorruptRecordException.class)
          .isThrownBy(() -> receiver.receive(collect, 1))
          .withMessage("position 0: nothing, expected elements up to the channel's end at 16");
    }
  }

  /** The race that the end of the channel settles, again and again. */
  @Test
  void aSendThatRacesTheCloseIsReceivedExactlyIfItReturns() throws Exception {
    for (int round = 0; round < 3_000; round++) {
      Channel raced = Channel.allocate(CAPACITY);
      Sender racedSender = raced.sender();
      Receiver racedReceiver = raced.receiver();
      var sent =
          Background.startVirtual(
              () -> {
                long count = 0;
                try {
                  while (true) {
                    racedSender.send(1, longs(count), 0, 8);
                    count++;
                  }
                } catch (ClosedException e) {
                  return count;
                }
              });
      var closing =
          Background.startVirtual(
              () -> {
                Background.until(() -> raced.size() > 0);
                raced.close();
                return null;
              });
      long[] count = {0};
      racedReceiver.forEach(
          (type, segment, offset, length) -> {
            assertThat(segment.get(ValueLayout.JAVA_LONG, offset)).isEqualTo(count[0]);
            count[0]++;
          });
      closing.result();
      assertThat(count[0]).as("received in round %d", round).isEqualTo(sent.result());
    }
  }

  @Test
  void aTransferThroughASmallRingLosesNothing() throws Exception {
    int records = 200_000;
    var sending =
        Background.start(
            () -> {
              MemorySegment payload = longs(0);
              for (long i = 0; i < records; i++) {
                payload.set(ValueLayout.JAVA_LONG, 0, i);
                sender.send(1, payload, 0, 8);
              }
              channel.close();
              return null;
            });
    long[] next = {0};
    receiver.forEach(
        (type, segment, offset, length) -> {
          if (segment.get(ValueLayout.JAVA_LONG, offset) != next[0]++) {
            throw new AssertionError("record " + (next[0] - 1));
          }
        });
    sending.result();
    assertThat(next[0]).isEqualTo(records);
  }

  @Test
  void interruptsEndWaitsAndLoseNothing() throws Exception {
    send(1);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> receiver.receive(collect, 1));
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> send(2));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(receiver.receive(collect, 9)).isEqualTo(1);
    assertThat(received).containsExactly(1L);
    var receiving = Background.start(() -> receiver.receive(collect, 1)).untilAsleepIn(channel);
    receiving.thread().interrupt();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(receiving::result)
        .withCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void uninterruptibleFormsGoOnAndRestoreTheStatus() throws Exception {
    fill();
    var sending =
        Background.start(
            () -> {
              Thread.currentThread().interrupt();
              sender.sendUninterruptibly(1, longs(77), 0, 8);
              return Thread.interrupted();
            });
    receiver.receiveUninterruptibly(collect, 1);
    assertThat(sending.result()).isTrue();
    Thread.currentThread().interrupt();
    assertThat(receiver.receiveUninterruptibly(collect, 100)).isPositive();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void badInputIsRefusedAndChangesNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Channel.allocate(100))
        .withMessageContaining("capacity: 100");
    assertThatIllegalStateException()
        .isThrownBy(channel::sender)
        .withMessageContaining("a second sender");
    assertThatIllegalStateException()
        .isThrownBy(channel::receiver)
        .withMessageContaining("a second receiver");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sender.send(1, MemorySegment.ofArray(new byte[CAPACITY]), 0, CAPACITY))
        .withMessageContaining("length: 128, expected 0 to 56");
    assertThatIllegalArgumentException().isThrownBy(() -> receiver.receive(collect, 0));
    assertThatNullPointerException()
        .isThrownBy(() -> receiver.drain(absentHandler(), 1))
        .withMessage("handler");
    assertThat(channel.size()).isZero();
    try (Region region = Region.allocate(Channel.byteSize(128))) {
      assertThatIllegalArgumentException().isThrownBy(() -> Channel.create(region, 128, 128));
      assertThatIllegalArgumentException().isThrownBy(() -> Channel.create(region, 1, 128));
    }
  }

  @Test
  void aClaimThatCouldNeverFitBesideOpenOnesDoesNotWaitForEver() throws Exception {
    sender.claim(1, 56);
    sender.claim(1, 56);
    assertThatIllegalStateException()
        .isThrownBy(() -> sender.claim(1, 8))
        .withMessageContaining("bytes next to the open claims");
    assertThatIllegalStateException()
        .isThrownBy(() -> sender.claimBatch(1, 8, 2))
        .withMessageContaining("bytes next to the open claims");
    sender.abort();
    send(1);
    assertThat(receiver.receive(collect, 9)).isEqualTo(1);
  }

  @Test
  void endsThatAreAlwaysAwakeSpareEachOtherTheFences() throws Exception {
    assumeThat(BarrierMode.current()).isEqualTo(BarrierMode.ASYMMETRIC);
    long start = System.nanoTime();
    while (!channel.toString().contains("records=HOT, space=HOT")
        && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30)) {
      send(1);
      assertThat(receiver.drain(collect, 1)).isEqualTo(1);
    }
    assertThat(channel.toString()).contains("records=HOT, space=HOT");
    var receiving = Background.start(() -> receiver.receive(collect, 1)).untilAsleepIn(channel);
    assertThat(channel.toString()).doesNotContain("records=HOT");
    send(2);
    assertThat(receiving.result()).isEqualTo(1);
  }

  @Test
  void aSenderThatWaitsIsToldThatTheRingIsCorrupt() throws Exception {
    fill();
    var sending = Background.start(() -> sender.claim(1, 8)).untilAsleepIn(channel);
    sender.segment().asSlice(256, 8).fill((byte) 0xff); // the header of the first record
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> receiver.drain(collect, 1));
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(sending::result)
        .havingRootCause()
        .isInstanceOf(CorruptRecordException.class)
        .withMessageContaining("the ring is closed since a corrupt record was found");
  }

  @Test
  void aSenderThatWaitsIsToldByAPeekThatTheRingIsCorrupt() throws Exception {
    fill();
    var sending = Background.start(() -> sender.claim(1, 8)).untilAsleepIn(channel);
    sender.segment().asSlice(256, 8).fill((byte) 0xff); // the header of the first record
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> receiver.peek(collect));
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(sending::result)
        .havingRootCause()
        .isInstanceOf(CorruptRecordException.class)
        .withMessageContaining("the ring is closed since a corrupt record was found");
  }

  @Test
  void useAfterTheRegionWasClosedIsAnError() {
    Region region = Region.allocate(Channel.byteSize(128));
    Channel closed = Channel.create(region, 0, 128);
    Sender closedSender = closed.sender();
    Receiver closedReceiver = closed.receiver();
    region.close();
    assertThatIllegalStateException().isThrownBy(() -> closedSender.send(1, longs(0), 0, 8));
    assertThatIllegalStateException().isThrownBy(() -> closedReceiver.receive(collect, 1));
  }

  private boolean send(long value) throws InterruptedException {
    sender.send(1, longs(value), 0, 8);
    return true;
  }

  private void fill() throws InterruptedException {
    for (int i = 0; i < RECORDS_THAT_FILL; i++) {
      send(i);
    }
  }

  private static <T> Background<T> start(boolean virtual, Callable<T> work) {
    return virtual ? Background.startVirtual(work) : Background.start(work);
  }

  private static MemorySegment longs(long value) {
    return MemorySegment.ofArray(new long[] {value});
  }

  @SuppressWarnings("NullAway") // on purpose
  private static RecordHandler absentHandler() {
    return null;
  }
}
