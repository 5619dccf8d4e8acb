package dev.rouse.jmh.medium;

import dev.rouse.jmh.link.Link;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A pipe with a name for each link. Both ends block, also until the other one is there. */
final class PipeMedium implements Medium {
  private static final int OWNER_ONLY = 0600;

  private final int batch;
  private final int payload;
  private final Path folder;

  PipeMedium(int batch, int payload, Path folder) {
    this.batch = batch;
    this.payload = payload;
    this.folder = folder;
  }

  static PipeMedium create(int batch, int payload, Path folder, List<String> names)
      throws IOException {
    for (String name : names) {
      Native.makePipe(folder.resolve(name));
    }
    return new PipeMedium(batch, payload, folder);
  }

  @Override
  public Link sender(String name) throws IOException {
    return Stream.sender(
        FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE), batch, payload);
  }

  @Override
  public Link receiver(String name) throws IOException {
    return Stream.receiver(
        FileChannel.open(folder.resolve(name), StandardOpenOption.READ), payload);
  }

  @Override
  public void close() {
    // The pipes are files in the folder.
  }

  /** The call into the system, which the JDK does not have. */
  @SuppressWarnings("restricted")
  private static final class Native {
    private static final MethodHandle MKFIFO =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("mkfifo"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    static void makePipe(Path path) throws IOException {
      int result;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment name = arena.allocateFrom(path.toString());
        result = (int) MKFIFO.invokeExact(name, OWNER_ONLY);
      } catch (Error | RuntimeException e) {
        throw e;
      } catch (Throwable t) {
        throw new IllegalStateException("mkfifo failed", t);
      }
      if (result != 0) {
        throw new IOException("mkfifo " + path + ": " + result + ", expected 0");
      }
    }
  }
}
