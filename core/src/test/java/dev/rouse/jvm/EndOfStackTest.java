package dev.rouse.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a thread meets for the first time at the end of its stack works afterwards. */
@Tag("slow")
@Tag("own-jvm")
class EndOfStackTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--enable-native-access=ALL-UNNAMED",
        "-Xint --enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1 --illegal-native-access=deny",
      })
  void everythingWorksAfterwards(String options) throws Exception {
    assertThat(Jvm.run(EndOfStack.class, options)).isEqualTo("1".repeat(128));
  }
}
