package dev.rouse.pool.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.channel.Channel;
import dev.rouse.codec.RecordCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often a worker is replaced, and how long that waits. */
class RestartsTest {
  private static final long WINDOW = 1_000;

  private static Restarts restarts(int limit, long first, long longest) {
    return new Restarts(settings(limit, first, longest));
  }

  /** Of processes that never become ready. */
  private static ProcessSettings<Integer, Integer> settings(int limit, long first, long longest) {
    return new ProcessSettings<>(
        RecordCodec.ofInt(),
        RecordCodec.ofInt(),
        WorkerCommand.of(List.of("true")),
        4,
        4,
        null,
        SECONDS.toNanos(10),
        SECONDS.toNanos(10),
        1,
        limit,
        WINDOW,
        first,
        longest);
  }

  @Test
  void pauseDoublesUpToTheLongest() {
    Restarts restarts = restarts(100, 10, 50);
    long[] pauses = new long[6];
    for (int i = 0; i < pauses.length; i++) {
      pauses[i] = restarts.next(i, null);
    }
    assertThat(pauses).containsExactly(0, 10, 20, 40, 50, 50);
    for (int i = 0; i < 80; i++) { // and does not overflow
      assertThat(restarts.next(10, null)).isEqualTo(50);
    }
  }

  @Test
  void thereNeedBeNoPause() {
    Restarts restarts = restarts(100, 0, 50);
    for (int i = 0; i < 100; i++) {
      assertThat(restarts.next(0, null)).isZero();
    }
  }

  /** The limit in the window is never reached here. */
  @Test
  void startsThatFailInARowAreRefused() {
    var handlers = new ProcessHandlers<>(settings(2, 0, 0), 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> handlers.replacement(restarts(1 << 20, 0, 0), true))
        .withMessageStartingWith("the worker is given up: 3 starts of a process have failed");
  }

  /** What is accepted as the size of a job must have a channel. */
  @Test
  void largestRecordsFitTwice() {
    WorkerProcesses.of(RecordCodec.utf8(), RecordCodec.utf8(), WorkerCommand.of(List.of("true")))
        .maxJobBytes(357_913_920)
        .maxReplyBytes(357_913_920);
    assertThat(Channel.capacityFor(2, Frame.HEADER + 357_913_920)).isEqualTo(1 << 30);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Channel.capacityFor(2, Frame.HEADER + 357_913_921));
  }

  @Test
  void tooManyWithinTheWindowAreRefused() {
    Restarts restarts = restarts(2, 10, 50);
    restarts.next(Long.MAX_VALUE - 1, null); // the clock has no zero
    restarts.next(Long.MAX_VALUE, null);
    Exception cause = new Exception();
    assertThatIllegalStateException()
        .isThrownBy(() -> restarts.next(Long.MAX_VALUE + WINDOW - 2, cause))
        .withCause(cause);
    assertThat(restarts.next(Long.MAX_VALUE + WINDOW - 1, null)).isEqualTo(10);
    assertThat(restarts.next(Long.MAX_VALUE + 3 * WINDOW, null)).isZero();
  }
}
