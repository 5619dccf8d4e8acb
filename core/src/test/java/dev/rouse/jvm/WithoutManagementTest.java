package dev.rouse.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.memory.Region;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The module {@code java.management} is optional: all but the package for it works without. */
@Tag("own-jvm")
class WithoutManagementTest {
  @Test
  void aPoolWorksOnTheClassPath() throws Exception {
    String options = "--limit-modules java.base --enable-native-access=ALL-UNNAMED";
    assertThat(Jvm.run(WithoutManagement.class, options))
        .isEqualTo("reply 7, management false, module false, lines 3");
  }

  @Test
  void aPoolWorksOnTheModulePath() throws Exception {
    String options =
        "--limit-modules java.base --add-modules dev.rouse --enable-native-access=dev.rouse"
            + " --module-path "
            + Jvm.location(Region.class);
    assertThat(Jvm.run(WithoutManagement.class, options))
        .isEqualTo("reply 7, management false, module true, lines 3");
  }
}
