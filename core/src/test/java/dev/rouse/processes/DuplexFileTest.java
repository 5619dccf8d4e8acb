package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongSender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.duplex.DuplexChannel;
import dev.rouse.duplex.LongPort;
import dev.rouse.duplex.RecordPort;
import dev.rouse.file.Part;
import dev.rouse.file.PeerLostException;
import dev.rouse.file.RoleTakenException;
import dev.rouse.memory.Region;
import dev.rouse.processes.Peer.Task;
import dev.rouse.testing.SharedFolder;
import dev.rouse.wait.ClosedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A duplex channel in a region file. */
class DuplexFileTest {
  private SharedFolder folder;
  private Path file;
  private Region region;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    List<Part> parts = new ArrayList<>(DuplexChannel.partsOfLongs("talk", 16));
    parts.addAll(DuplexChannel.parts("records", 1024));
    region = Region.create(file, parts);
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoProcessesTalk(boolean nativeAccess) throws Exception {
    LongPort port = DuplexChannel.attachFirstOfLongs(region, "talk");
    try (Peer peer = Peer.start(nativeAccess, file, Task.ECHO_AT_PORT)) {
      for (int i = 0; i < 200; i++) {
        port.send(i);
        assertThat(port.receive()).isEqualTo(i + 1);
      }
      port.close();
      assertThat(port.receive()).isEqualTo(LongPort.END_OF_STREAM);
      assertThat(peer.ended()).isZero();
    }
  }

  @Test
  void recordsGoBothWays() throws Exception {
    try (Region other = Region.open(file)) {
      RecordPort first = DuplexChannel.attachFirst(region, "records");
      RecordPort second = DuplexChannel.attachSecond(other, "records");
      first.send(1L, RecordCodec.ofLong());
      assertThat(second.receive(RecordCodec.ofLong())).isEqualTo(1);
      second.send(2L, RecordCodec.ofLong());
      assertThat(first.receive(RecordCodec.ofLong())).isEqualTo(2);
      first.close();
      assertThatExceptionOfType(ClosedException.class)
          .isThrownBy(() -> second.receive(RecordCodec.ofLong()));
      assertThatExceptionOfType(ClosedException.class)
          .isThrownBy(() -> second.send(3L, RecordCodec.ofLong()));
    }
  }

  @Test
  void closeOfAPortEndsBothDirections() throws Exception {
    try (Region other = Region.open(file)) {
      LongPort first = DuplexChannel.attachFirstOfLongs(region, "talk");
      LongPort second = DuplexChannel.attachSecondOfLongs(other, "talk");
      first.send(1);
      first.close();
      assertThat(second.receive()).isEqualTo(1);
      assertThat(second.receive()).isEqualTo(LongPort.END_OF_STREAM);
      assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> second.send(2));
    }
  }

  @Test
  void eachDirectionTellsOnceOfALoss() throws Exception {
    LongPort port = DuplexChannel.attachFirstOfLongs(region, "talk");
    try (Peer peer = Peer.start(file, Task.ECHO_AT_PORT)) {
      port.send(1);
      assertThat(port.receive()).isEqualTo(2);
      peer.kill();
      assertThatExceptionOfType(PeerLostException.class)
          .isThrownBy(port::receive)
          .satisfies(lost -> assertThat(lost.pid()).isEqualTo(peer.pid()));
      while (port.trySend(1)) {
        // Until it is full, because only a wait looks after the receiver.
      }
      assertThatExceptionOfType(PeerLostException.class)
          .isThrownBy(() -> port.send(1))
          .satisfies(lost -> assertThat(lost.role()).isEqualTo("receiver"));
    }
  }

  @Test
  void takesBothRolesOrNone() throws Exception {
    try (Region other = Region.open(file)) {
      LongChannel.attachReceiver(other, "talk.back");
      assertThatExceptionOfType(RoleTakenException.class)
          .isThrownBy(() -> DuplexChannel.attachFirstOfLongs(region, "talk"))
          .withMessageContaining("talk.back");
      try (LongSender sender = LongChannel.attachSender(other, "talk.forth")) {
        assertThat(sender.trySend(1)).isTrue();
      }
    }
    DuplexChannel.attachFirstOfLongs(region, "talk");
  }

  @Test
  void portIsTakenOnce() throws Exception {
    DuplexChannel.attachFirst(region, "records");
    try (Region other = Region.open(file)) {
      assertThatExceptionOfType(RoleTakenException.class)
          .isThrownBy(() -> DuplexChannel.attachFirst(other, "records"));
      DuplexChannel.attachSecond(other, "records");
    }
  }

  @Test
  void labelsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DuplexChannel.parts("x".repeat(91), 1024))
        .withMessage("label: 91 bytes in UTF-8, expected 1 to 90");
    assertThat(DuplexChannel.parts("x".repeat(90), 1024)).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> DuplexChannel.parts("", 1024));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DuplexChannel.attachFirst(region, "talk"))
        .withMessageContaining("talk.forth");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DuplexChannel.attachFirst(Region.allocate(1024), "talk"));
  }
}
