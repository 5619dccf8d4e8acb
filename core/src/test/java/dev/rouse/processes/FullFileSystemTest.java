package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rouse.testing.SharedFolder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Region files in a file system without space: none is created, nothing is left behind, and what is
 * there goes on. Where a file system may be mounted: as root, or in a namespace of one's own.
 */
@Tag("own-jvm")
class FullFileSystemTest {
  @ParameterizedTest(name = "native access: {0}")
  @ValueSource(booleans = {true, false})
  void nothingIsCreatedAndWhatIsThereGoesOn(boolean nativeAccess) throws Exception {
    try (SharedFolder folder = new SharedFolder()) {
      List<String> wrapper = FullFileSystem.wrapper(folder.path());
      assumeFalse(wrapper.isEmpty(), "no file system can be mounted here");
      try (Child child = FullFileSystem.start(wrapper, nativeAccess, folder.path())) {
        assertThat(child.line()).isEqualTo("done");
        assertThat(child.ended()).isZero();
      }
    }
  }
}
