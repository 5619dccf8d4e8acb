package dev.rouse.jmh.compare.input;

import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.tool.UserError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 digests of an input: of each block, and of each file as {@code sha256sum} prints it. */
public final class Digests {
  /** The length of a digest in bytes. */
  public static final int BYTES = 32;

  /** The digests of the blocks, one after another. */
  private final byte[] blocks;

  private final MessageDigest block = sha256();
  private final WholeFiles wholeFiles;

  /** Makes the reference of an input, of which no chunk was added yet. */
  public Digests(Input input) {
    this.blocks = new byte[input.blocks().size() * BYTES];
    this.wholeFiles = new WholeFiles(input);
  }

  /** Computes the digests of the next chunk, with one thread. */
  public void add(Chunk chunk) {
    for (Block b : chunk.blocks()) {
      byte[] bytes = chunk.bytes(b.index());
      System.arraycopy(block.digest(bytes), 0, blocks, b.index() * BYTES, BYTES);
      wholeFiles.add(b, bytes);
    }
  }

  /** Returns the digest of each whole file, in hexadecimal; complete after the last chunk. */
  public List<String> files() {
    return wholeFiles.files();
  }

  /**
   * Returns a digest of everything: for one file its own, for several the SHA-256 of the lines that
   * {@code sha256sum} would print for them, in the order of their names.
   *
   * @param input the input
   * @param files the digest of each of its files, in hexadecimal
   * @return the digest, in hexadecimal
   */
  public static String whole(Input input, List<String> files) {
    if (files.size() == 1) {
      return files.getFirst();
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < files.size(); i++) {
      lines.append(files.get(i)).append("  ").append(input.files().get(i).name()).append('\n');
    }
    return HexFormat.of()
        .formatHex(sha256().digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Compares what an approach found with this reference.
   *
   * @param approach the approach's name
   * @param input the input
   * @param block which block
   * @param found where its digest is
   * @param offset at which byte
   * @throws UserError if the digests differ
   */
  public void requireBlock(String approach, Input input, Block block, byte[] found, int offset)
      throws UserError {
    int expected = block.index() * BYTES;
    if (!Arrays.equals(blocks, expected, expected + BYTES, found, offset, offset + BYTES)) {
      throw new UserError(
          "approach %s: block %d (%s, offset %d): SHA-256 %s, expected %s"
              .formatted(
                  approach,
                  block.index(),
                  input.files().get(block.file()).name(),
                  block.offset(),
                  HexFormat.of().formatHex(found, offset, offset + BYTES),
                  HexFormat.of().formatHex(blocks, expected, expected + BYTES)));
    }
  }

  /**
   * Compares the digests of the whole files that an approach found with this reference.
   *
   * @param approach the approach's name
   * @param input the input
   * @param found what it found
   * @throws UserError if the digests differ
   */
  public void requireFiles(String approach, Input input, List<String> found) throws UserError {
    List<String> files = files();
    for (int i = 0; i < files.size(); i++) {
      if (!files.get(i).equals(found.get(i))) {
        throw new UserError(
            "approach %s: file %s: SHA-256 %s, expected %s"
                .formatted(approach, input.files().get(i).name(), found.get(i), files.get(i)));
      }
    }
  }

  /** Returns a new SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
