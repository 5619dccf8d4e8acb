package dev.rouse.jmh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FolderTest {
  @Test
  void isDeletedWithAllThatIsInIt() throws Exception {
    Folder folder = Folder.create();
    Path path = folder.path();
    Files.createDirectories(path.resolve("aeron"));
    Files.writeString(path.resolve("aeron").resolve("file"), "x");
    folder.close();
    assertThat(path).doesNotExist();
  }

  @Test
  void isInMemoryWhereThatIsPossible() throws Exception {
    Path memory = Path.of("/dev/shm");
    try (Folder folder = Folder.create()) {
      boolean inMemory = Files.isDirectory(memory) && Files.isWritable(memory);
      assertThat(folder.path().startsWith(memory)).isEqualTo(inMemory);
    }
  }
}
