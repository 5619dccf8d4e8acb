package dev.rouse.jmh.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rouse.jmh.contender.Contender;
import java.lang.management.ManagementFactory;
import java.util.function.LongConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rouse's links allocate nothing for a message. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 1_000;
  private static final int MESSAGES = 100;

  private long sum;

  @ParameterizedTest
  @EnumSource(names = {"RING", "LONG_RING", "CHANNEL", "LONG_CHANNEL", "OBJECT_CHANNEL_PREPARED"})
  void aMessageAllocatesNothing(Contender contender) throws Exception {
    Link link = Links.of(contender);
    LongConsumer sink = value -> sum += value;
    pass(link, sink); // what is allocated once
    long before = THREADS.getCurrentThreadAllocatedBytes();
    pass(link, sink);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    // The smallest object has 16 bytes: one in a hundred messages would be too much.
    assertThat(bytes).isLessThan(16L * ROUNDS * MESSAGES / 100);
    assertThat(sum).isEqualTo(2L * ROUNDS * MESSAGES * (MESSAGES - 1) / 2);
  }

  private static void pass(Link link, LongConsumer sink) throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < MESSAGES; i++) {
        link.send(i);
      }
      for (int received = 0; received < MESSAGES; ) {
        received += link.receive(sink);
      }
    }
  }
}
