package dev.rouse.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class CoreToCoreTest {
  @Test
  void aCacheLineTakesSomeTimeAndLessThanASleep() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "takes two processors");
    // On a loaded machine single round trips take a time slice or two.
    assertThat(CoreToCore.nanos()).isBetween(1.0, 10_000_000.0);
  }

  @Test
  void thePartnerEnds() throws Exception {
    CoreToCore.nanos();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("core-to-core");
  }
}
