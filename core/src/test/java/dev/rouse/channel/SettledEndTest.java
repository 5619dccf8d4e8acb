package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.internal.memory.Words;
import dev.rouse.internal.wait.Waiter;
import dev.rouse.memory.Region;
import dev.rouse.ring.CorruptRecordException;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/**
 * A send that has read "open" publishes after the receiver has left. In a running channel that is a
 * moment; here the ends are put together so that it lasts: only the receiver's end is closed.
 */
class SettledEndTest {
  private static final int CAPACITY = 16;

  private final MemorySegment segment = Region.allocate(ChannelLayout.RING).segment();
  private final Waiter elements = new Waiter(segment, ChannelLayout.RECORDS, WaitPolicy.parkOnly());
  private final Waiter space = new Waiter(segment, ChannelLayout.SPACE, WaitPolicy.parkOnly());
  private final SendingEnd sending =
      new SendingEnd(segment, space, elements.waker(), ChannelLayout.NOTE_ELEMENTS, null);

  @Test
  void aLongThatWasRefusedIsNotReceived() {
    LongRing ring = LongRing.allocate(CAPACITY);
    LongRingProducer producer = ring.producer();
    LongRingConsumer consumer = ring.consumer();
    var receiver = new LongReceiver(consumer, receivingEnd(consumer), CAPACITY);
    LongSender sender = new LongSender(producer, consumer, sending, CAPACITY);
    assertThat(sender.trySend(1)).isTrue();
    elements.waker().close();
    assertThat(receiver.poll()).isEqualTo(1);
    assertThat(receiver.poll()).isEqualTo(LongReceiver.END_OF_STREAM);
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> sender.trySend(2))
        .withMessageContaining("the receiver had left");
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> sender.trySend(new long[] {3, 4}, 0, 2))
        .withMessageContaining("the receiver had left");
    assertThat(receiver.peek()).isEqualTo(LongReceiver.NONE);
    assertThat(receiver.poll()).isEqualTo(LongReceiver.END_OF_STREAM);
    assertThat(receiver.drain(value -> {}, 1)).isEqualTo(LongReceiver.END_OF_STREAM);
    assertThat(receiver.drain(new long[1], 0, 1)).isEqualTo(LongReceiver.END_OF_STREAM);
  }

  @Test
  void anArrayOfWhichSomeWereReceivedTellsHowMany() {
    LongRing ring = LongRing.allocate(CAPACITY);
    LongSender sender = new LongSender(ring.producer(), ring.consumer(), sending, CAPACITY);
    elements.waker().close();
    ChannelLayout.settleEnd(segment, Words.base(segment), 2); // it had received two when it left
    assertThat(sender.trySend(new long[] {1, 2, 3, 4, 5}, 0, 5)).isEqualTo(2);
  }

  @Test
  void anObjectThatWasRefusedIsNotKeptAndNotReceived() {
    Object[] slots = new Object[CAPACITY];
    var sent = new ObjectSlots.Padded(slots);
    var received = new ObjectSlots.Padded(slots);
    ObjectSender<String> sender = new ObjectSender<>(sent, received, sending);
    var end =
        new ReceivingEnd(
            segment,
            elements,
            space.waker(),
            () -> slots[(int) received.position] != null,
            ChannelLayout.NOTE_ELEMENTS,
            null);
    ObjectReceiver<String> receiver = new ObjectReceiver<>(received, end);
    elements.waker().close();
    assertThat(receiver.drain(object -> {}, 1)).isEqualTo(ObjectReceiver.END_OF_STREAM);
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> sender.trySend("late"))
        .withMessageContaining("the receiver had left");
    assertThat(slots).containsOnlyNulls();
    assertThat(sent.recentPosition()).as("counted by size").isZero();
    slots[0] = "as while the send is still at it";
    assertThat(receiver.peek()).isNull();
    assertThatExceptionOfType(ClosedException.class).isThrownBy(receiver::poll);
  }

  /** Other code has written to the word of the end. */
  @Test
  void whatWasRefusedIsNotInTheChannel() {
    Region region = Region.allocate(LongChannel.byteSize(CAPACITY));
    LongChannel channel = LongChannel.create(region, 0, CAPACITY);
    assertThat(channel.sender().trySend(new long[] {1, 2, 3}, 0, 3)).isEqualTo(3);
    assertThat(channel.size()).isEqualTo(3);
    ChannelLayout.settleEnd(region.segment(), Words.base(region.segment()), 2);
    assertThat(channel.size()).isEqualTo(2);
    assertThat(channel.receiver().poll()).isEqualTo(1);
    assertThat(channel.size()).isEqualTo(1);
  }

  @Test
  void aHostileEndGivesNoOtherCount() {
    elements.waker().close();
    for (long end : new long[] {Long.MIN_VALUE, -5, 2, 9, Long.MAX_VALUE}) {
      segment.set(ValueLayout.JAVA_LONG, ChannelLayout.END, end);
      assertThat(sending.published(3, 5)).isBetween(3L, 5L);
    }
    LongRingConsumer consumer = LongRing.allocate(CAPACITY).consumer();
    segment.set(ValueLayout.JAVA_LONG, ChannelLayout.END, 7);
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(() -> receivingEnd(consumer).isAtEnd(0))
        .withMessage("position 0: nothing, expected elements up to the channel's end at 6");
  }

  private ReceivingEnd receivingEnd(LongRingConsumer consumer) {
    return new ReceivingEnd(
        segment, elements, space.waker(), consumer::hasValue, ChannelLayout.NOTE_ELEMENTS, null);
  }
}
