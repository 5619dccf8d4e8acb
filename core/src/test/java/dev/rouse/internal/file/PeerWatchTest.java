package dev.rouse.internal.file;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.channel.LongChannel;
import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.internal.os.ProcessExits;
import dev.rouse.testing.Background;
import dev.rouse.testing.SharedFolder;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a thread that waits for another process looks whether it is still there. */
class PeerWatchTest {
  private static final int SENDER = 0;
  private static final long USUAL_NANOS = MILLISECONDS.toNanos(250);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endOfTheProcessIsLookedAtBeforeTheTime(boolean hasLooked) throws Exception {
    assumeTrue(ProcessExits.isAvailable(), "no native access, or a system without pidfd_open(2)");
    try (SharedFolder folder = new SharedFolder()) {
      Path path = folder.file("region");
      RegionFile file =
          RegionFile.create(
              path, List.of(LongChannel.part("longs", 16)), IfExists.FAIL, FileAccess.owner());
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
        assertThat(watch.longestSleepNanos()).isEqualTo(MILLISECONDS.toNanos(750));
        holder.destroyForcibly();
        Background.until(() -> watch.nanosToLook() <= 0);
        // It is a hint and decides nothing: this object has the lock.
        assertThat(watch.look()).isNull();
        assertThat(watch.nanosToLook()).isPositive();
        assertThat(watch.longestSleepNanos()).as("not told again").isEqualTo(USUAL_NANOS);
      } finally {
        holder.destroyForcibly();
        file.close();
      }
    }
  }

  @Test
  void looksAreLessFrequentWhileTheSystemWouldTellOfTheEnd() throws Exception {
    assumeTrue(ProcessExits.isAvailable(), "no native access, or a system without pidfd_open(2)");
    try (SharedFolder folder = new SharedFolder()) {
      RegionFile file =
          RegionFile.create(
              folder.file("region"),
              List.of(LongChannel.part("longs", 16)),
              IfExists.FAIL,
              FileAccess.owner());
      Placed part = file.part("longs");
      Process holder = new ProcessBuilder("cat").start();
      try {
        RoleSlot slot = file.slot(part, SENDER);
        PeerWatch watch =
            new PeerWatch(file, "longs", "sender", slot, RegionFile.place(part, SENDER));
        assertThat(watch.look()).isNull();
        watch.beforeSleep();
        assertThat(watch.longestSleepNanos()).as("nobody is there").isEqualTo(USUAL_NANOS);
        assertThat(watch.nanosToLook()).isBetween(1L, USUAL_NANOS);

        file.attach(part, SENDER);
        long role = RegionHeader.roles(1, 0);
        file.segment().set(ValueLayout.JAVA_LONG, role + Long.BYTES, holder.pid());
        watch.beforeSleep();
        assertThat(watch.longestSleepNanos()).isEqualTo(MILLISECONDS.toNanos(750));
        watch.look();
        assertThat(watch.nanosToLook()).isGreaterThan(0);

        file.segment().set(ValueLayout.JAVA_LONG, role, slot.epoch() + 1); // it has a successor
        assertThat(watch.longestSleepNanos()).isEqualTo(USUAL_NANOS);

        watch.lookEvery(MILLISECONDS.toNanos(20));
        assertThat(watch.longestSleepNanos()).isEqualTo(MILLISECONDS.toNanos(20));
        assertThat(watch.nanosToLook()).isLessThanOrEqualTo(MILLISECONDS.toNanos(20));
      } finally {
        holder.destroyForcibly();
        file.close();
      }
    }
  }
}
