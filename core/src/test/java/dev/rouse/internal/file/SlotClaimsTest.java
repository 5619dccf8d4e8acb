package dev.rouse.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.channel.LongChannel;
import dev.rouse.file.IfExists;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotClaimsTest {
  private SharedFolder folder;
  private RegionFile file;
  private RegionFile other;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    Path path = folder.file("region");
    file = RegionFile.create(path, List.of(LongChannel.part("longs", 16)), IfExists.FAIL);
    other = RegionFile.open(path);
  }

  @AfterEach
  void deleteFile() throws IOException {
    other.close();
    file.close();
    folder.close();
  }

  @Test
  void oneAtATimeHasASlot() {
    assertThat(file.claims().tryClaim(512)).isTrue();
    assertThat(file.claims().tryClaim(512)).isFalse();
    assertThat(other.claims().tryClaim(512)).isFalse();
    assertThat(other.claims().tryClaim(768)).isTrue();
    file.claims().release(512);
    assertThat(other.claims().tryClaim(512)).isTrue();
    assertThat(file.claims().tryClaim(512)).isFalse();
  }

  /** A thread may be writing the slot, whatever another one does with the region. */
  @Test
  void claimOutlivesTheCloseOfItsFile() {
    Placed longs = file.part("longs");
    file.attach(longs, 0);
    assertThat(file.claims().tryClaim(512)).isTrue();
    file.close();
    assertThat(other.claims().tryClaim(512)).isFalse();
    other.attach(longs, 0); // roles are given up at once
    assertThatIllegalStateException()
        .isThrownBy(() -> file.claims().tryClaim(768))
        .withMessageContaining("closed");
    file.claims().release(512);
    assertThat(other.claims().tryClaim(512)).isTrue();
  }

  @Test
  void fileCanBeReplacedOnceTheLastClaimIsReleased() throws IOException {
    other.close();
    assertThat(file.claims().tryClaim(512)).isTrue();
    file.close();
    file.claims().release(512);
    RegionFile.create(file.path(), List.of(LongChannel.part("others", 16)), IfExists.REPLACE)
        .close();
  }
}
