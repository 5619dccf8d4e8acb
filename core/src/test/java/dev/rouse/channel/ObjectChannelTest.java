package dev.rouse.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.rouse.testing.Background;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectChannelTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16, 64})
  void everyCapacityIsUsedInFull(int capacity) {
    ObjectChannel<Integer> channel = ObjectChannel.allocate(capacity);
    ObjectSender<Integer> sender = channel.sender();
    ObjectReceiver<Integer> receiver = channel.receiver();
    int sent = 0;
    int taken = 0;
    for (int round = 0; round < 10 * capacity; round++) {
      while (sender.trySend(sent)) {
        sent++;
      }
      assertThat(channel.size()).isEqualTo(capacity);
      for (int i = 0; i <= round % capacity; i++) {
        assertThat(receiver.poll()).isEqualTo(taken++);
      }
    }
    assertThat(channel.capacity()).isEqualTo(capacity);
  }

  @Test
  void drainToMovesObjects() {
    ObjectChannel<String> channel = ObjectChannel.allocate(4);
    ObjectSender<String> sender = channel.sender();
    ObjectReceiver<String> receiver = channel.receiver();
    sender.trySend("a");
    sender.trySend("b");
    sender.trySend("c");
    List<Object> target = new ArrayList<>();
    assertThat(receiver.drainTo(target, 2)).isEqualTo(2);
    assertThat(receiver.drainTo(target, 2)).isEqualTo(1);
    assertThat(receiver.drainTo(target, 2)).isZero();
    assertThat(target).containsExactly("a", "b", "c");
    channel.close();
    assertThat(receiver.drainTo(target, 2)).isEqualTo(ObjectReceiver.END_OF_STREAM);
  }

  @Test
  void nothingIsKeptAliveAfterItWasTaken() {
    ObjectChannel<Object> channel = ObjectChannel.allocate(4);
    ObjectSender<Object> sender = channel.sender();
    ObjectReceiver<Object> receiver = channel.receiver();
    List<WeakReference<Object>> gone = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Object object = new Object();
      gone.add(new WeakReference<>(object));
      sender.trySend(object);
    }
    receiver.poll();
    receiver.drain(object -> {}, 2);
    receiver.drainTo(new ArrayList<>(), 1);
    Background.until(
        () -> {
          System.gc();
          return gone.stream().allMatch(reference -> reference.get() == null);
        });
    assertThat(channel.size()).isZero();
  }

  /** A slow action does not keep the sender waiting until the channel is empty. */
  @Test
  void aLongDrainWakesTheSenderMeanwhile() throws Exception {
    ObjectChannel<Integer> channel = ObjectChannel.allocate(16);
    ObjectSender<Integer> sender = channel.sender();
    ObjectReceiver<Integer> receiver = channel.receiver();
    for (int i = 0; i < 16; i++) {
      sender.trySend(i);
    }
    var sending = Background.start(() -> sender.send(99, 1, TimeUnit.HOURS)).untilAsleepIn(channel);
    receiver.drain(
        value -> {
          if (value == 15) {
            Background.until(sending::isDone);
          }
        },
        16);
    assertThat(sending.result()).isTrue();
  }

  @Test
  @SuppressWarnings("NullAway") // it is what the test is about
  void nullIsRefused() {
    ObjectChannel<String> channel = ObjectChannel.allocate(4);
    ObjectSender<String> sender = channel.sender();
    assertThatNullPointerException().isThrownBy(() -> sender.trySend(null)).withMessage("object");
    assertThat(channel.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -2, 0, 1, 3, 6, 1 << 27})
  void otherCapacitiesAreRefused(int capacity) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ObjectChannel.allocate(capacity))
        .withMessage(
            "capacity: %d objects, expected a power of two from 2 to 67108864".formatted(capacity));
  }
}
