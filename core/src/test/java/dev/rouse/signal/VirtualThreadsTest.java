package dev.rouse.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Background;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
  private static final int THREADS = 10_000;

  /** More threads than carriers by far: one that blocked its carrier would stop the others. */
  @Test
  void tenThousandVirtualThreadsAreAllWoken() throws Exception {
    List<JobSignal> signals = new ArrayList<>();
    List<Background<Long>> waiting = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      JobSignal signal = JobSignal.allocate();
      signals.add(signal);
      waiting.add(Background.startVirtual(signal::await));
    }
    for (int i = 0; i < THREADS; i++) {
      waiting.get(i).untilAsleepIn(signals.get(i));
    }
    for (int i = 0; i < THREADS; i++) {
      signals.get(i).add(i + 1);
    }
    for (int i = 0; i < THREADS; i++) {
      assertThat(waiting.get(i).result()).isEqualTo(i + 1);
    }
  }
}
