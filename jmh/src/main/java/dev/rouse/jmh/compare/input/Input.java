package dev.rouse.jmh.compare.input;

import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The input: one file, or all files of a folder, mapped and cut into blocks. */
public final class Input implements AutoCloseable {
  /** The length of a block in bytes; the last one of a file may be shorter. */
  public static final int BLOCK_BYTES = 64 * 1024;

  /**
   * How much of a file one buffer covers. A multiple of the block length, so no block straddles.
   */
  private static final long WINDOW_BYTES = 1L << 30;

  private final Path root;
  private final List<SourceFile> files;
  private final List<Block> blocks;
  private final Arena arena;
  private final List<List<ByteBuffer>> windows;

  /** A file of the input. */
  public record SourceFile(Path path, String name, long byteSize) {}

  /** A piece of a file. */
  public record Block(int index, int file, long offset, int length) {}

  private Input(
      Path root,
      List<SourceFile> files,
      List<Block> blocks,
      Arena arena,
      List<List<ByteBuffer>> windows) {
    this.root = root;
    this.files = files;
    this.blocks = blocks;
    this.arena = arena;
    this.windows = windows;
  }

  /**
   * Opens an input.
   *
   * @param root a file or a folder, whose regular files count, at any depth
   * @return the input, to be closed
   * @throws UserError if there is nothing that could be read
   */
  @SuppressWarnings("MustBeClosedChecker") // the input closes it
  public static Input open(Path root) throws UserError {
    if (!Files.exists(root)) {
      throw new UserError("input: " + root + " does not exist");
    }
    Arena arena = Arena.ofShared();
    try {
      List<SourceFile> files = list(root);
      List<Block> blocks = new ArrayList<>();
      List<List<ByteBuffer>> windows = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        SourceFile file = files.get(i);
        windows.add(map(file, arena));
        for (long offset = 0; offset < file.byteSize(); offset += BLOCK_BYTES) {
          int length = (int) Math.min(BLOCK_BYTES, file.byteSize() - offset);
          blocks.add(new Block(blocks.size(), i, offset, length));
        }
      }
      if (blocks.isEmpty()) {
        throw new UserError(
            "input: "
                + root
                + (files.isEmpty() ? " is a folder without files" : " has no bytes to validate"));
      }
      return new Input(root, files, List.copyOf(blocks), arena, windows);
    } catch (IOException e) {
      arena.close();
      throw unreadable(root, e);
    } catch (Throwable t) {
      arena.close();
      throw t;
    }
  }

  /** Returns the error for an input that cannot be read. */
  static UserError unreadable(Path path, Exception cause) {
    return new UserError("input: " + path + " cannot be read: " + cause);
  }

  private static List<SourceFile> list(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of(new SourceFile(root, String.valueOf(root.getFileName()), Files.size(root)));
    }
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path :
          walk.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        files.add(new SourceFile(path, root.relativize(path).toString(), Files.size(path)));
      }
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }

  private static List<ByteBuffer> map(SourceFile file, Arena arena) throws IOException {
    List<ByteBuffer> windows = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file.path())) {
      MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, file.byteSize(), arena);
      for (long offset = 0; offset < file.byteSize(); offset += WINDOW_BYTES) {
        windows.add(
            mapped
                .asSlice(offset, Math.min(WINDOW_BYTES, file.byteSize() - offset))
                .asByteBuffer());
      }
    }
    return windows;
  }

  /** A view of the mapped files with a position of its own; for one thread. */
  public final class View {
    private final List<ByteBuffer[]> duplicates = new ArrayList<>();

    private View() {
      for (List<ByteBuffer> file : windows) {
        duplicates.add(file.stream().map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new));
      }
    }

    /**
     * Returns the bytes of a block, without copying them.
     *
     * @param file the file's number
     * @param offset where the block starts in it
     * @param length its length
     * @return a buffer with these bytes remaining, valid until the next call
     */
    public ByteBuffer bytes(int file, long offset, int length) {
      ByteBuffer window = duplicates.get(file)[(int) (offset / WINDOW_BYTES)];
      int start = (int) (offset % WINDOW_BYTES);
      return window.limit(start + length).position(start);
    }
  }

  /** Returns a view for one thread. */
  public View view() {
    return new View();
  }

  /** Returns the file or folder. */
  public Path root() {
    return root;
  }

  /** Returns the files, in the order of their names. */
  public List<SourceFile> files() {
    return files;
  }

  /** Returns the blocks, in the order of the files and of their offsets. */
  public List<Block> blocks() {
    return blocks;
  }

  /** Returns the sum of the files' lengths in bytes. */
  public long byteSize() {
    return files.stream().mapToLong(SourceFile::byteSize).sum();
  }

  @Override
  public void close() {
    arena.close();
  }
}
