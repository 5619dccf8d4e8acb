package dev.rouse.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.channel.LongChannel;
import dev.rouse.file.IfExists;
import dev.rouse.internal.os.ProcessExits;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a thread that waits for another process looks whether it is still there. */
class PeerWatchTest {
  private static final int SENDER = 0;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endOfTheProcessIsLookedAtBeforeTheTime(boolean hasLooked) throws Exception {
    assumeTrue(ProcessExits.isAvailable(), "no native access, or a system without pidfd_open(2)");
    try (SharedFolder folder = new SharedFolder()) {
      Path path = folder.file("region");
      RegionFile file =
          RegionFile.create(path, List.of(LongChannel.part("longs", 16)), IfExists.FAIL);
      Placed part = file.part("longs");
      Process holder = new ProcessBuilder("cat").start();
      try {
        file.attach(part, SENDER);
        RoleSlot slot = file.slot(part, SENDER);
        long pid = RegionHeader.roles(1, 0) + Long.BYTES;
        file.segment().set(ValueLayout.JAVA_LONG, pid, holder.pid());
        assertThat(slot.pid()).isEqualTo(holder.pid());
        long aDay = TimeUnit.DAYS.toNanos(1);
        PeerWatch watch =
            new PeerWatch(file, "longs", "sender", slot, RegionFile.place(part, SENDER));
        watch.lookEvery(aDay);
        if (hasLooked) {
          assertThat(watch.look()).isNull();
        } else {
          watch.beforeSleep();
        }
        assertThat(watch.nanosToLook()).isPositive();
        // A process that cannot wake others may come at any time.
        assertThat(watch.longestSleepNanos()).isLessThanOrEqualTo(250_000_000);
        holder.destroyForcibly();
        Background.until(() -> watch.nanosToLook() <= 0);
        // It is a hint and decides nothing: this object has the lock.
        assertThat(watch.look()).isNull();
        assertThat(watch.nanosToLook()).isPositive();
      } finally {
        holder.destroyForcibly();
        file.close();
      }
    }
  }
}
