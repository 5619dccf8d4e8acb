package dev.rouse.processes;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.file.IfExists;
import dev.rouse.file.Part;
import dev.rouse.memory.Region;
import dev.rouse.testing.Programs;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that has a small file system in memory for itself, fills it, and tries what can be done
 * with region files then.
 */
final class FullFileSystem {
  private static final int BYTES = 1 << 20;

  /** So many that each page of the file is used. */
  private static final int VALUES = 50_000;

  /**
   * The mount is seen by this process alone, and goes with it. Users but root need the first two.
   */
  private static final List<List<String>> UNSHARE =
      List.of(
          List.of("unshare", "--mount"),
          List.of("unshare", "--user", "--map-root-user", "--mount"));

  private FullFileSystem() {}

  /** Returns how a command is run in a file system of its own, or an empty list if it cannot be. */
  static List<String> wrapper(Path folder) throws InterruptedException {
    for (List<String> unshare : UNSHARE) {
      List<String> wrapper = new ArrayList<>(unshare);
      wrapper.addAll(
          List.of(
              "sh",
              "-c",
              "mount -t tmpfs -o size=%d,mode=700 rouse-test \"$0\" && exec \"$@\""
                  .formatted(BYTES),
              folder.toString()));
      List<String> nothing = new ArrayList<>(wrapper);
      nothing.add("true");
      if (Programs.canRun(nothing)) {
        return wrapper;
      }
    }
    return List.of();
  }

  /** Starts the process. */
  static Child start(List<String> wrapper, boolean nativeAccess, Path folder) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(Child.builder(nativeAccess, FullFileSystem.class, List.of(folder)).command());
    return new Child(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Part[] tooLarge = {Part.bytes("large", 2 * BYTES)};
    for (IfExists ifExists : IfExists.values()) {
      refused(folder.resolve("new"), ifExists, tooLarge);
    }
    requireFiles(folder);

    Part[] parts = {LongChannel.part("longs", 1 << 12), Part.bytes("bytes", 1 << 18)};
    Path file = folder.resolve("region");
    try (Region region = Region.create(file, parts)) {
      fill(folder.resolve("filler"));
      use(region); // its space was reserved
      refused(folder.resolve("new"), IfExists.FAIL, parts);
    }
    refused(file, IfExists.REPLACE, parts);
    requireFiles(folder, "filler", "region");
    try (Region region = Region.create(file, IfExists.REUSE, parts)) {
      use(region);
    }

    Files.delete(folder.resolve("filler"));
    Region.create(folder.resolve("new"), parts).close();
    Child.say("done");
  }

  private static void refused(Path file, IfExists ifExists, Part... parts) {
    try {
      Region.create(file, ifExists, parts).close();
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith(file.toString()) || !message.contains("space")) {
        throw new AssertionError("not the file and its space", e);
      }
      return;
    }
    throw new AssertionError(file + ": created with " + ifExists + ", expected an exception");
  }

  private static void requireFiles(Path folder, String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> found = files.map(path -> path.getFileName().toString()).sorted().toList();
      if (!found.equals(List.of(names))) {
        throw new AssertionError(found + ", expected " + List.of(names));
      }
    }
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE_NEW)) {
      byte[] page = new byte[1 << 12];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      if (Files.size(filler) == 0) {
        throw e; // that is not for lack of space
      }
    }
  }

  private static void use(Region region) throws InterruptedException {
    LongSender sender = LongChannel.attachSender(region, "longs");
    LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
    for (int i = 0; i < VALUES; i++) {
      sender.send(i);
      if (receiver.receive() != i) {
        throw new AssertionError(i);
      }
    }
    region.bytes("bytes").fill((byte) 1);
    if (region.bytes("bytes").get(ValueLayout.JAVA_BYTE, 0) != 1) {
      throw new AssertionError();
    }
  }
}
