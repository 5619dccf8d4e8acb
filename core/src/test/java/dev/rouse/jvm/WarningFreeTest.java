package dev.rouse.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM prints no warning, whatever is denied to the library, and the library works. */
@Tag("own-jvm")
class WarningFreeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--sun-misc-unsafe-memory-access=deny",
        "--sun-misc-unsafe-memory-access=deny --enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=deny --illegal-native-access=deny",
        "-Xint --illegal-native-access=deny",
      })
  void runsInSilence(String options) throws Exception {
    assertThat(Jvm.run(Walkthrough.class, options)).isEqualToIgnoringNewLines("100");
  }
}
