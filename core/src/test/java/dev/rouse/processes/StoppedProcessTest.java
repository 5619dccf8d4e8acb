package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.file.PeerLostException;
import dev.rouse.file.RoleTakenException;
import dev.rouse.memory.Region;
import dev.rouse.processes.Victim.Work;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that is stopped, as by a debugger, and continued or replaced. */
@Tag("own-jvm")
class StoppedProcessTest {
  private SharedFolder folder;
  private Path file;
  private Region region;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    region = Region.create(file, Victim.parts(1));
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  @Test
  void stoppedProcessKeepsItsRoleAndGoesOn() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    try (Victim sender = Victim.start(file, Work.SEND)) {
      assertThat(sender.line()).isEqualTo("attached");
      long next = 0;
      for (int stops = 0; stops < 20; stops++) {
        sender.stop();
        for (long value; (value = receiver.poll()) != LongReceiver.NONE; ) {
          assertThat(value).isEqualTo(next++);
        }
        RoleTakenException taken =
            catchThrowableOfType(
                RoleTakenException.class, () -> LongChannel.attachSender(region, "longs"));
        assertThat(taken.pid()).isEqualTo(sender.pid());
        // Neither lost nor told to be.
        assertThat(receiver.receive(1, TimeUnit.MILLISECONDS)).isEqualTo(LongReceiver.NONE);
        sender.signal("CONT");
        for (int i = 0; i < 200; i++) {
          assertThat(receiver.receive()).isEqualTo(next++);
        }
      }
    }
  }

  /** Wherever it was stopped: what it would write after it never comes. */
  @Test
  void stoppedProcessIsReplacedAndNeverWritesAgain() throws Exception {
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    long next = 0;
    for (int takeOvers = 0; takeOvers < 4; takeOvers++) {
      try (Victim sender = Victim.start(file, Work.SEND);
          Region second = Region.open(file)) {
        assertThat(sender.line()).isEqualTo("attached");
        for (int i = 0; i < 1_000 * takeOvers; i++) {
          assertThat(received(receiver)).isEqualTo(next++);
        }
        sender.stop();
        LongSender successor = takeOver(second);
        for (long value; (value = receiver.poll()) != LongReceiver.NONE; ) {
          assertThat(value).isEqualTo(next++);
        }
        assertThat(successor.position()).isEqualTo(next);
        successor.send(next);
        assertThat(received(receiver)).isEqualTo(next++);
      }
    }
  }

  private static LongSender takeOver(Region region)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return LongChannel.attachSender(region, "longs");
    } catch (RoleTakenException taken) {
      ProcessHandle holder = taken.holder().orElseThrow(() -> taken);
      holder.destroyForcibly();
      holder.onExit().get(30, TimeUnit.SECONDS);
      return LongChannel.attachSender(region, "longs");
    }
  }

  private static long received(LongReceiver receiver) throws InterruptedException {
    while (true) {
      try {
        return receiver.receive();
      } catch (PeerLostException e) {
        // The test has replaced it.
      }
    }
  }

  @Test
  void holderIsTheProcessWithItsStartTime() throws Exception {
    LongChannel.attachReceiver(region, "longs");
    assertThatExceptionOfType(RoleTakenException.class)
        .isThrownBy(() -> LongChannel.attachReceiver(region, "longs"))
        .satisfies(taken -> assertThat(taken.holder()).hasValue(ProcessHandle.current()));
  }

  /** The id in the file may be that of another process by now. */
  @Test
  void processWithAReusedIdIsNotTheHolder() {
    long self = ProcessHandle.current().pid();
    Instant started = ProcessHandle.current().info().startInstant().orElseThrow();
    assertThat(new RoleTakenException("x", "sender", self, started).holder()).isPresent();
    assertThat(new RoleTakenException("x", "sender", self, started.minusSeconds(3)).holder())
        .isEmpty();
    assertThat(new RoleTakenException("x", "sender", self, started.plusSeconds(3)).holder())
        .isEmpty();
    assertThat(new RoleTakenException("x", "sender", -1, started).holder()).isEmpty();
    assertThat(new RoleTakenException("x", "sender", 0, Instant.EPOCH).holder()).isEmpty();
  }
}
