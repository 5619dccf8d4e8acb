package dev.rouse.jmh.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void thereIsALineEveryFewSeconds() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    List<String> lines = new ArrayList<>();
    try (Progress progress = Progress.inLines(4, now::get, lines::add)) {
      progress.step("a");
      now.addAndGet(2_900_000_000L);
      progress.step("b");
      now.addAndGet(200_000_000L);
      progress.step("c");
      progress.step("d");
    }
    assertThat(lines).containsExactly("  0 %,   0 s: a", " 50 %,   3 s: c");
  }
}
