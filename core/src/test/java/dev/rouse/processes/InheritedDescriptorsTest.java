package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongSender;
import dev.rouse.internal.os.FileCalls;
import dev.rouse.memory.Region;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A child process inherits no descriptor of a region file, whoever starts it: with the descriptor
 * it would have the locks. The JDK closes descriptors in its children by itself; others do not.
 */
class InheritedDescriptorsTest {
  /** As the system writes the flags of a descriptor, in octal digits. */
  private static final int O_CLOEXEC = 02000000;

  @Test
  void descriptorsAreClosedByTheSystemInChildren() throws Exception {
    assumeTrue(FileCalls.isAvailable(), "the JDK opens the files");
    try (SharedFolder folder = new SharedFolder();
        Region region = Region.create(folder.file("region"), LongChannel.part("longs", 64));
        Region again = Region.open(folder.file("region"))) {
      LongSender sender = LongChannel.attachSender(region, "longs");
      LongChannel.attachReceiver(again, "longs");
      sender.send(1);
      List<Integer> flags = flagsOfDescriptors(folder.path());
      assertThat(flags).hasSizeGreaterThanOrEqualTo(2);
      assertThat(flags).allMatch(flag -> (flag & O_CLOEXEC) != 0);
    }
  }

  private static List<Integer> flagsOfDescriptors(Path folder) throws IOException {
    var flags = new ArrayList<Integer>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          if (Files.readSymbolicLink(descriptor).startsWith(folder)) {
            for (String line :
                Files.readAllLines(
                    Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName()))) {
              if (line.startsWith("flags:")) {
                flags.add(Integer.parseInt(line.substring(6).strip(), 8));
              }
            }
          }
        } catch (NoSuchFileException e) {
          // Closed meanwhile, such as that of the folder.
        }
      }
    }
    return flags;
  }
}
