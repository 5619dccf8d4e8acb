package dev.rouse.jmh.compare.input;

import dev.rouse.jmh.compare.input.Input.Block;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The digests of whole files, from the blocks as the workers got them. SHA-256 cannot be divided,
 * so the workers take turns; that is slow, and done in a pass of its own that is not timed.
 */
public final class WholeFiles {
  private final Input input;
  private final AtomicInteger turn = new AtomicInteger();
  private final MessageDigest digest = Digests.sha256();
  private final List<String> files = new ArrayList<>();
  private volatile boolean failed;

  /** Starts with no block. */
  public WholeFiles(Input input) {
    this.input = input;
  }

  /** Adds a block; waits until all blocks before it were added. */
  public void add(Block block, byte[] bytes) {
    while (turn.get() != block.index()) {
      if (failed) {
        return;
      }
      Thread.yield();
    }
    finishUntil(block.file());
    digest.update(bytes);
    if (block.index() == input.blocks().size() - 1) {
      finishUntil(input.files().size());
    }
    turn.set(block.index() + 1);
  }

  /** Ends all waits for a turn that will not come. */
  public void fail() {
    failed = true;
  }

  /** Returns the digest of each file, in hexadecimal; complete after the last block. */
  public List<String> files() {
    return files;
  }

  private void finishUntil(int file) {
    while (files.size() < file) {
      files.add(HexFormat.of().formatHex(digest.digest()));
    }
  }
}
