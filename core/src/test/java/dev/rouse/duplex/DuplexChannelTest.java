package dev.rouse.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.codec.RecordCodec;
import dev.rouse.memory.Region;
import dev.rouse.testing.Background;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DuplexChannelTest {
  private static final int CAPACITY = 16;
  private static final RecordCodec<Long> CODEC = RecordCodec.ofLong();

  /** A port of either kind that passes numbers. */
  interface Numbers {
    void send(long number) throws InterruptedException;

    boolean send(long number, long timeout, TimeUnit unit) throws InterruptedException;

    void sendUninterruptibly(long number);

    boolean trySend(long number);

    /** Null for none, as below; throws ClosedException at the end. */
    @Nullable Long tryReceive();

    Long receive() throws InterruptedException;

    @Nullable Long receive(long timeout, TimeUnit unit) throws InterruptedException;

    Long receiveUninterruptibly();

    void forEach(java.util.function.LongConsumer action);

    Port<?, ?> port();
  }

  enum Kind {
    RECORDS,
    LONGS;

    DuplexChannel<? extends Port<?, ?>> open() {
      return switch (this) {
        case RECORDS -> DuplexChannel.allocate(16 * CAPACITY);
        case LONGS -> DuplexChannel.allocateLongs(CAPACITY);
      };
    }
  }

  private static Numbers numbers(Port<?, ?> port) {
    return switch (port) {
      case RecordPort records -> new Records(records);
      case LongPort longs -> new Longs(longs);
    };
  }

  record Records(RecordPort port) implements Numbers {
    @Override
    public void send(long number) throws InterruptedException {
      port.send(number, CODEC);
    }

    @Override
    public boolean send(long number, long timeout, TimeUnit unit) throws InterruptedException {
      return port.send(number, CODEC, timeout, unit);
    }

    @Override
    public void sendUninterruptibly(long number) {
      port.sendUninterruptibly(number, CODEC);
    }

    @Override
    public boolean trySend(long number) {
      return port.trySend(number, CODEC);
    }

    @Override
    public @Nullable Long tryReceive() {
      return port.tryReceive(CODEC);
    }

    @Override
    public Long receive() throws InterruptedException {
      return port.receive(CODEC);
    }

    @Override
    public @Nullable Long receive(long timeout, TimeUnit unit) throws InterruptedException {
      return port.receive(CODEC, timeout, unit);
    }

    @Override
    public Long receiveUninterruptibly() {
      return port.receiveUninterruptibly(CODEC);
    }

    @Override
    public void forEach(java.util.function.LongConsumer action) {
      port.forEach(CODEC, action::accept);
    }
  }

  record Longs(LongPort port) implements Numbers {
    private static @Nullable Long value(long received) {
      if (received == LongPort.END_OF_STREAM) {
        throw new ClosedException("the end");
      }
      return received == LongPort.NONE ? null : received;
    }

    @Override
    public void send(long number) throws InterruptedException {
      port.send(number);
    }

    @Override
    public boolean send(long number, long timeout, TimeUnit unit) throws InterruptedException {
      return port.send(number, timeout, unit);
    }

    @Override
    public void sendUninterruptibly(long number) {
      port.sendUninterruptibly(number);
    }

    @Override
    public boolean trySend(long number) {
      return port.trySend(number);
    }

    @Override
    public @Nullable Long tryReceive() {
      return value(port.tryReceive());
    }

    @Override
    public Long receive() throws InterruptedException {
      return Objects.requireNonNull(value(port.receive()));
    }

    @Override
    public @Nullable Long receive(long timeout, TimeUnit unit) throws InterruptedException {
      return value(port.receive(timeout, unit));
    }

    @Override
    public Long receiveUninterruptibly() {
      return Objects.requireNonNull(value(port.receiveUninterruptibly()));
    }

    @Override
    public void forEach(java.util.function.LongConsumer action) {
      port.forEach(action);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachSideReceivesWhatTheOtherSends(Kind kind) throws Exception {
    var duplex = kind.open();
    Numbers one = numbers(duplex.first());
    Numbers other = numbers(duplex.second());
    one.send(1);
    assertThat(one.send(2, 1, TimeUnit.SECONDS)).isTrue();
    one.sendUninterruptibly(3);
    assertThat(one.trySend(4)).isTrue();
    assertThat(one.tryReceive()).isNull();
    assertThat(one.receive(1, TimeUnit.MILLISECONDS)).isNull();
    assertThat(other.receive()).isEqualTo(1);
    assertThat(other.receive(1, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(other.receiveUninterruptibly()).isEqualTo(3);
    assertThat(other.tryReceive()).isEqualTo(4);
    other.send(5);
    assertThat(other.tryReceive()).isNull();
    assertThat(one.receive()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void aConversationOfTwoThreads(Kind kind) throws Exception {
    var duplex = kind.open();
    Numbers client = numbers(duplex.first());
    Numbers server = numbers(duplex.second());
    var serving =
        Background.start(
            () -> {
              server.forEach(question -> server.sendUninterruptibly(2 * question));
              return true;
            });
    for (long i = 0; i < 10_000; i++) {
      client.send(i);
      assertThat(client.receive()).isEqualTo(2 * i);
    }
    client.port().close();
    assertThat(serving.result()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aCloseOfEitherPortEndsBothDirectionsAfterTheLastValue(Kind kind) throws Exception {
    for (boolean closesFirst : new boolean[] {true, false}) {
      var duplex = kind.open();
      Numbers one = numbers(duplex.first());
      Numbers other = numbers(duplex.second());
      one.send(1);
      other.send(2);
      (closesFirst ? one : other).port().close();
      assertThat(duplex.isClosed()).isTrue();
      for (Numbers side : List.of(one, other)) {
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> side.trySend(3));
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> side.send(3));
      }
      assertThat(other.receive()).isEqualTo(1);
      assertThat(one.receive()).isEqualTo(2);
      for (Numbers side : List.of(one, other)) {
        assertThatExceptionOfType(ClosedException.class).isThrownBy(side::receive);
        assertThatExceptionOfType(ClosedException.class).isThrownBy(side::tryReceive);
        side.forEach(number -> assertThat(number).as("after the end").isNull());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseWakesTheOtherSideWhereverItWaits(Kind kind) throws Exception {
    var duplex = kind.open();
    Numbers one = numbers(duplex.first());
    Numbers other = numbers(duplex.second());
    var receiving = Background.start(other::receive).untilAsleepIn(duplex);
    one.port().close();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(receiving::result)
        .withCauseInstanceOf(ClosedException.class);

    var full = kind.open();
    Numbers sender = numbers(full.first());
    while (sender.trySend(1)) {
      // Fill it.
    }
    var sending =
        Background.start(
                () -> {
                  sender.send(1);
                  return true;
                })
            .untilAsleepIn(full);
    full.second().close();
    assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
        .isThrownBy(sending::result)
        .withCauseInstanceOf(ClosedException.class);
  }

  @ParameterizedTest
  @EnumSource
  void oneDirectionCanEndAlone(Kind kind) throws Exception {
    var duplex = kind.open();
    Port<?, ?> asking = duplex.first();
    Numbers client = numbers(asking);
    Numbers server = numbers(duplex.second());
    client.send(1);
    asking.sender().close();
    assertThat(duplex.isClosed()).isFalse();
    List<Long> questions = new ArrayList<>();
    server.forEach(questions::add);
    assertThat(questions).containsExactly(1L);
    server.send(2);
    assertThat(client.receive()).isEqualTo(2);
  }

  /** The deadlock that the documentation warns of, and the ways out of it. */
  @ParameterizedTest
  @EnumSource
  void bothDirectionsFullIsNoTrapForTimedSends(Kind kind) throws Exception {
    var duplex = kind.open();
    List<Numbers> sides = List.of(numbers(duplex.first()), numbers(duplex.second()));
    for (Numbers side : sides) {
      for (int i = 0; i < CAPACITY; i++) {
        assertThat(side.trySend(0)).isTrue();
      }
      assertThat(side.send(0, 1, TimeUnit.MILLISECONDS)).as("both directions full").isFalse();
    }
    int numbers = 20 * CAPACITY;
    List<Background<Integer>> threads = new ArrayList<>();
    for (Numbers side : sides) {
      threads.add(
          Background.start(
              () -> {
                int sent = 0;
                int received = 0;
                while (sent < numbers || received < CAPACITY + numbers) {
                  if (sent < numbers && side.send(sent, 100, TimeUnit.MICROSECONDS)) {
                    sent++;
                  }
                  while (side.receive(0, TimeUnit.SECONDS) != null) {
                    received++;
                  }
                }
                return received;
              }));
    }
    for (Background<Integer> thread : threads) {
      assertThat(thread.result()).isEqualTo(CAPACITY + numbers);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseEndsTheDeadlockOfTwoFullDirections(Kind kind) throws Exception {
    var duplex = kind.open();
    List<Background<Boolean>> sides = new ArrayList<>();
    for (Port<?, ?> port : List.of(duplex.first(), duplex.second())) {
      Numbers side = numbers(port);
      while (side.trySend(0)) {
        // Fill it.
      }
      sides.add(
          Background.start(
              () -> {
                side.send(1);
                return true;
              }));
    }
    Background.until(() -> duplex.toString().matches(".*(PARKING|SLEEPING).*(PARKING|SLEEPING).*"));
    duplex.close();
    for (Background<Boolean> side : sides) {
      assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
          .isThrownBy(side::result)
          .withCauseInstanceOf(ClosedException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPortCanBeHandedOver(Kind kind) throws Exception {
    var duplex = kind.open();
    Numbers server = numbers(duplex.second());
    var serving =
        Background.start(
            () -> {
              server.forEach(question -> server.sendUninterruptibly(question + 1));
              return true;
            });
    // Two threads pass the client's port back and forth in the middle of the conversation.
    var exchanger = new Exchanger<Numbers>();
    Numbers client = numbers(duplex.first());
    int rounds = 500;
    List<Background<Long>> threads = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      boolean begins = thread == 0;
      threads.add(
          Background.start(
              () -> {
                Numbers port = begins ? client : null;
                long last = 0;
                for (int round = 0; round < rounds; round++) {
                  if (port != null) {
                    port.send(round);
                    last = port.receive();
                    port.send(last);
                    assertThat(port.receive()).isEqualTo(round + 2L);
                  }
                  port = exchanger.exchange(port);
                }
                return last;
              }));
    }
    for (Background<Long> thread : threads) {
      assertThat(thread.result()).isGreaterThan(rounds - 3);
    }
    duplex.close();
    assertThat(serving.result()).isTrue();
  }

  @Test
  void twoInARegion() throws Exception {
    long records = DuplexChannel.byteSize(128);
    Region region = Region.allocate(records + DuplexChannel.byteSizeOfLongs(16));
    var policy = WaitPolicy.adaptive();
    var one = DuplexChannel.create(region, 0, 128, policy);
    var two = DuplexChannel.createLongs(region, records, 16, policy);
    one.first().send(7L, CODEC);
    two.second().send(8);
    LongPort port = two.first();
    assertThat(one.second().receive(CODEC)).isEqualTo(7);
    assertThat(port.receive()).isEqualTo(8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DuplexChannel.createLongs(region, records + 128, 16, policy))
        .withMessageContaining("reach beyond the region");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DuplexChannel.create(region, 0, 128, policy))
        .withMessageContaining("expected zeroed memory");
    region.close();
    assertThatIllegalStateException()
        .isThrownBy(port::receive)
        .withMessageContaining("the region is closed");
    assertThat(one.toString()).contains("region closed");
  }

  @ParameterizedTest
  @EnumSource
  void eachPortIsHandedOutOnce(Kind kind) {
    var duplex = kind.open();
    duplex.first();
    duplex.second();
    assertThatIllegalStateException()
        .isThrownBy(duplex::first)
        .withMessage(
            "a second port of this side: the duplex channel has one, and it is handed out");
    assertThatIllegalStateException().isThrownBy(duplex::second);
  }
}
