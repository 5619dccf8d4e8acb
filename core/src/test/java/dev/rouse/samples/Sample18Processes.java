package dev.rouse.samples;

// Step 18: two processes. New: a region in a file, whose parts have names, and the ends of a
// channel as roles that one process at a time has.

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.memory.Region;
import dev.rouse.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process sends numbers to another one, which answers with their squares. */
final class Sample18Processes {
  // @start region="program"
  /** The process that asks. */
  static void ask(Path file) throws IOException, InterruptedException {
    try (Region region =
        Region.create(file, LongChannel.part("numbers", 64), LongChannel.part("squares", 64))) {
      Process other = OtherJvm.start(Sample18Processes.class, file);
      LongReceiver squares = LongChannel.attachReceiver(region, "squares");
      try (LongSender numbers = LongChannel.attachSender(region, "numbers")) {
        numbers.send(12);
        System.out.println(squares.receive()); // sleeps until the other process answers
        numbers.send(13);
        System.out.println(squares.receive());
      } // the end of the stream
      other.waitFor();
    }
  }

  /** The process that answers. */
  static void answer(Path file) throws IOException, InterruptedException {
    try (Region region = Region.open(file)) {
      LongReceiver numbers = LongChannel.attachReceiver(region, "numbers");
      try (LongSender squares = LongChannel.attachSender(region, "squares")) {
        for (long n; (n = numbers.receive()) != LongReceiver.END_OF_STREAM; ) {
          squares.send(n * n);
        }
      }
    }
  }

  // @end

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 1) {
      answer(Path.of(args[0]));
      return;
    }
    Path memory = Path.of("/dev/shm"); // files there are never written to a disk
    Path folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "rouse")
            : Files.createTempDirectory("rouse");
    Path file = folder.resolve("squares");
    try {
      ask(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
