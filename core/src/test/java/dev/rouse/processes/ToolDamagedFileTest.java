package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.SharedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A valid file in which words were overwritten is looked at and repaired by the tool: that ends
 * with an exit code and a document, and a repair never makes it worse, nor finds anything to do
 * twice.
 */
class ToolDamagedFileTest {
  /** It looks at all processes each time, which takes a while. */
  private static final int STATS = 10;

  @Test
  void someDamagedFilesAreDescribed() throws Exception {
    describe(0, 150);
  }

  @Test
  @Tag("slow")
  void manyDamagedFilesAreDescribed() throws Exception {
    describe(150, 750);
  }

  private static void describe(int from, int to) throws Exception {
    try (SharedFolder folder = new SharedFolder()) {
      byte[] valid = DamagedFileTest.validFile(folder.file("valid"));
      int damaged = 0;
      int repaired = 0;
      for (int seed = from; seed < to; seed++) {
        Path file = folder.file("damaged");
        byte[] bytes = DamagedFileTest.damaged(valid, seed);
        DamagedFileTest.write(file, bytes);
        ToolRun before = ToolRun.of("check", "--json", file);
        assertThat(before.code()).as("seed %d: %s", seed, before).isBetween(0, 1);
        if (seed % STATS == 0) {
          ToolRun stat = ToolRun.of("stat", "--json", file);
          assertThat(stat.code()).as("seed %d: %s", seed, stat).isBetween(0, 1);
          stat.json();
        }
        assertThat(Files.readAllBytes(file)).as("seed %d", seed).isEqualTo(bytes);

        ToolRun repair = ToolRun.of("repair", "--json", file);
        ToolRun after = ToolRun.of("check", "--json", file);
        assertThat(before.errors())
            .as("seed %d: nothing that was not there before: %s", seed, repair)
            .containsAll(after.errors());
        assertThat(repair.code()).as("seed %d", seed).isEqualTo(after.code());
        byte[] once = Files.readAllBytes(file);
        ToolRun again = ToolRun.of("repair", "--json", file);
        assertThat(again.texts("done")).as("seed %d: done again", seed).isEmpty();
        assertThat(Files.readAllBytes(file)).as("seed %d", seed).isEqualTo(once);
        damaged += before.code();
        repaired += repair.texts("done").isEmpty() ? 0 : 1;
        Files.delete(file);
      }
      assertThat(damaged).isPositive();
      assertThat(repaired).isPositive();
    }
  }
}
