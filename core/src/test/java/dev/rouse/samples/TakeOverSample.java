package dev.rouse.samples;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongSender;
import dev.rouse.file.RoleTakenException;
import dev.rouse.memory.Region;
import dev.rouse.testing.OtherJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Takes the role of a process that hangs. */
final class TakeOverSample {
  // @start region="program"
  /** Ends the process that has the role, waits until it is gone, and takes the role. */
  static LongSender takeOver(Region region) throws Exception {
    try {
      return LongChannel.attachSender(region, "numbers");
    } catch (RoleTakenException taken) {
      ProcessHandle holder = taken.holder().orElseThrow(() -> taken);
      holder.destroyForcibly();
      holder.onExit().get(30, TimeUnit.SECONDS);
      return LongChannel.attachSender(region, "numbers");
    }
  }

  // @end

  public static void main(String[] args) throws Exception {
    if (args.length == 1) {
      hang(Path.of(args[0]));
      return;
    }
    Path memory = Path.of("/dev/shm");
    Path folder =
        Files.isDirectory(memory)
            ? Files.createTempDirectory(memory, "rouse")
            : Files.createTempDirectory("rouse");
    Path file = folder.resolve("sample");
    try (Region region = Region.create(file, LongChannel.part("numbers", 64))) {
      Process other = OtherJvm.start(TakeOverSample.class, file);
      LongChannel.attachReceiver(region, "numbers").receive(); // the other process has the role
      LongSender sender = takeOver(region);
      System.out.println("the other process was ended: " + !other.isAlive());
      System.out.println("sent before: " + sender.position());
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static void hang(Path file) throws Exception {
    Region region = Region.open(file);
    LongChannel.attachSender(region, "numbers").send(1);
    while (System.in.read() != -1) { // for ever, or until the first process ends
      Thread.onSpinWait();
    }
    Runtime.getRuntime().halt(1);
  }
}
