package dev.rouse.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.channel.LongChannel;
import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.testing.Background;
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
    file =
        RegionFile.create(
            path, List.of(LongChannel.part("longs", 16)), IfExists.FAIL, FileAccess.owner());
    other = RegionFile.open(path, FileAccess.owner());
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

  /** Its successor may have the role by then. */
  @Test
  void secondCloseGivesUpNothing() {
    Placed longs = file.part("longs");
    file.attach(longs, 0);
    assertThat(file.claims().tryClaim(512)).isTrue();
    file.close();
    other.attach(longs, 0);
    file.claims().release(512);
    file.close();
    file.giveUp("longs", 0);
    assertThat(other.slot(longs, 0).isHeld()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> file.attach(longs, 1))
        .withMessageContaining("closed");
  }

  /** Between the look at the claims and what the close does next. */
  @Test
  void closeMeetsTheReleaseOfTheLastClaim() throws Exception {
    for (int i = 0; i < 500; i++) {
      RegionFile open = RegionFile.open(file.path(), FileAccess.owner());
      open.attach(open.part("longs"), 1);
      assertThat(open.claims().tryClaim(512)).isTrue();
      var releasing =
          Background.start(
              () -> {
                open.claims().release(512);
                return true;
              });
      open.close();
      assertThat(releasing.result()).isTrue();
      assertThat(other.isHeld(RegionFile.place(other.part("longs"), 1))).isFalse();
    }
  }

  @Test
  void fileCanBeReplacedOnceTheLastClaimIsReleased() throws IOException {
    other.close();
    assertThat(file.claims().tryClaim(512)).isTrue();
    file.close();
    file.claims().release(512);
    RegionFile.create(
            file.path(),
            List.of(LongChannel.part("others", 16)),
            IfExists.REPLACE,
            FileAccess.owner())
        .close();
  }
}
