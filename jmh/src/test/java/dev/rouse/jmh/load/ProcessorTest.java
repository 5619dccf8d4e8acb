package dev.rouse.jmh.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  @Test
  void isOneOfTheMachinesWhereTheSystemTells() {
    boolean known = Files.exists(Path.of("/proc/thread-self/stat"));
    int number = Processor.ofThisThread().number();
    assertThat(number).isBetween(known ? 0 : Processor.UNKNOWN, known ? 4096 : Processor.UNKNOWN);
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
