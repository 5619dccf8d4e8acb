package dev.rouse.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Records that a handler may leave in the ring. */
class LeftRecordsTest extends RingFixture {
  @Test
  void aControlledHandlerGoesOnStopsOrLeavesTheRecord() {
    for (String text : new String[] {"a", "b", "c", "d"}) {
      offer(1, text);
    }
    StringBuilder seen = new StringBuilder();
    ControlledRecordHandler handler =
        (type, segment, offset, length) -> {
          char letter = (char) segment.get(ValueLayout.JAVA_BYTE, offset);
          seen.append(letter);
          return switch (letter) {
            case 'b' -> ControlledRecordHandler.Action.STOP;
            case 'd' -> ControlledRecordHandler.Action.LEAVE;
            default -> ControlledRecordHandler.Action.CONTINUE;
          };
        };
    assertThat(consumer.drainControlled(handler, 10)).as("a, and b, which stops").isEqualTo(2);
    assertThat(consumer.drainControlled(handler, 10)).as("c; d is left").isEqualTo(1);
    assertThat(consumer.drainControlled(handler, 10)).as("d is left again").isZero();
    assertThat(seen).hasToString("abcdd");
    assertThat(consumer.drain(collect, 10)).isEqualTo(1);
    assertThat(ring.size()).isZero();
    assertThat(consumer.drainControlled(handler, 1)).as("nothing there").isZero();
  }

  @Test
  void aControlledHandlerThatThrowsLosesItsRecordOnly() {
    offer(1, "a");
    offer(1, "b");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                consumer.drainControlled(
                    (type, segment, offset, length) -> {
                      throw new IllegalStateException("the handler's");
                    },
                    10))
        .withMessage("the handler's");
    assertThat(consumer.drain(collect, 10)).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                consumer.drainControlled(
                    (type, segment, offset, length) -> ControlledRecordHandler.Action.STOP, 0))
        .withMessage("limit: 0, expected 1 or more");
  }

  @Test
  void aPeekLeavesTheRecordAlsoBehindPaddingAndIfTheHandlerThrows() {
    assertThat(consumer.peek(collect)).isFalse();
    for (int i = 0; i < 100; i++) { // lengths at which padding comes along
      offer(1, "x".repeat(i % (CAPACITY / 2 - 8)));
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  consumer.peek(
                      (type, segment, offset, length) -> {
                        throw new IllegalStateException("the handler's");
                      }));
      int before = received.size();
      assertThat(consumer.peek(collect)).isTrue();
      assertThat(consumer.peek(collect)).isTrue();
      assertThat(consumer.drain(collect, 10)).isEqualTo(1);
      assertThat(received).hasSize(before + 3);
      assertThat(received.get(before)).isEqualTo(received.get(before + 2));
      assertThat(consumer.peek(collect)).isFalse();
      assertThat(ring.size()).isZero();
    }
  }
}
