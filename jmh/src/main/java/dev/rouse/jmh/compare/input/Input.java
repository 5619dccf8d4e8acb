package dev.rouse.jmh.compare.input;

import dev.rouse.jmh.tool.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The input: one file, or all files of a folder, cut into blocks. */
public final class Input {
  /** The length of a block in bytes; the last one of a file may be shorter. */
  public static final int BLOCK_BYTES = 64 * 1024;

  private final Path root;
  private final List<SourceFile> files;
  private final List<Block> blocks;

  /** A file of the input. */
  public record SourceFile(Path path, String name, long byteSize) {}

  /** A piece of a file. */
  public record Block(int index, int file, long offset, int length) {}

  private Input(Path root, List<SourceFile> files, List<Block> blocks) {
    this.root = root;
    this.files = files;
    this.blocks = blocks;
  }

  /**
   * Lists an input's files and blocks.
   *
   * @param root a file, or a folder with all its regular files at any depth
   * @return the input
   * @throws UserError if there is nothing to read
   */
  public static Input of(Path root) throws UserError {
    if (!Files.exists(root)) {
      throw new UserError("input: " + root + " does not exist");
    }
    List<SourceFile> files;
    try {
      files = list(root);
    } catch (IOException e) {
      throw unreadable(root, e);
    }
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      long byteSize = files.get(i).byteSize();
      for (long offset = 0; offset < byteSize; offset += BLOCK_BYTES) {
        int length = (int) Math.min(BLOCK_BYTES, byteSize - offset);
        blocks.add(new Block(blocks.size(), i, offset, length));
      }
    }
    if (blocks.isEmpty()) {
      throw new UserError(
          "input: "
              + root
              + (files.isEmpty() ? " is a folder without files" : " has no bytes to validate"));
    }
    return new Input(root, files, List.copyOf(blocks));
  }

  private static UserError unreadable(Path path, Exception cause) {
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
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }

  /**
   * Reads blocks into memory.
   *
   * @param first the first block's index
   * @param maxBytes how many bytes to read at most; at least one block is read
   * @return the blocks
   * @throws UserError if a file cannot be read, or does not have the length that it had
   */
  public Chunk read(int first, long maxBytes) throws UserError {
    List<Block> taken = new ArrayList<>();
    long bytes = 0;
    for (int i = first; i < blocks.size(); i++) {
      bytes += blocks.get(i).length();
      if (bytes > maxBytes && !taken.isEmpty()) {
        break;
      }
      taken.add(blocks.get(i));
    }
    byte[][] contents = new byte[taken.size()][];
    for (int i = 0; i < taken.size(); ) {
      SourceFile file = files.get(taken.get(i).file());
      try (FileChannel channel = FileChannel.open(file.path())) {
        int of = taken.get(i).file();
        for (; i < taken.size() && taken.get(i).file() == of; i++) {
          contents[i] = read(channel, taken.get(i));
        }
        if (channel.size() != file.byteSize()) {
          throw new UserError("input: " + file.path() + " changed while it was read");
        }
      } catch (IOException e) {
        throw unreadable(file.path(), e);
      }
    }
    return new Chunk(taken, contents);
  }

  /** Reads a block; what is missing at the end of a file that became shorter stays zero. */
  private static byte[] read(FileChannel channel, Block block) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(block.length());
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, block.offset() + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.array();
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
}
