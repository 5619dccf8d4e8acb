package dev.rouse.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  private static final Path STATUS = Path.of("/proc/thread-self/status");

  @Test
  void isOneOnWhichTheThreadMayRun() throws Exception {
    int number = Processor.ofThisThread().number();
    if (Files.exists(STATUS)) {
      assertThat(number).isIn(allowed());
    } else {
      assertThat(number).isEqualTo(Processor.UNKNOWN);
    }
  }

  /** Returns the processors in a line such as "Cpus_allowed_list: 0-1,4". */
  private static List<Integer> allowed() throws IOException {
    String line =
        Files.readAllLines(STATUS).stream()
            .filter(l -> l.startsWith("Cpus_allowed_list:"))
            .findFirst()
            .orElseThrow();
    List<Integer> allowed = new ArrayList<>();
    Matcher range = Pattern.compile("(\\d+)(?:-(\\d+))?").matcher(line);
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      IntStream.rangeClosed(first, last).forEach(allowed::add);
    }
    return allowed;
  }

  @Test
  void isUnknownOfAThreadThatHasEnded() throws Exception {
    Processor[] ended = new Processor[1];
    Thread thread = Thread.ofPlatform().start(() -> ended[0] = Processor.ofThisThread());
    thread.join();
    // The time limit of every test ends this if it fails. Join returns before the system's thread
    // has ended.
    while (ended[0].number() != Processor.UNKNOWN) {
      Thread.onSpinWait();
    }
  }
}
