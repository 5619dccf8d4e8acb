package dev.rouse.jmh.compare;

import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The digests of whole files, from the blocks as the workers got them. SHA-256 cannot be divided,
 * so the workers take turns; that is slow, and done in a pass of its own that is not timed.
 */
final class WholeFiles {
  private final Input input;
  private final AtomicInteger turn = new AtomicInteger();
  private final MessageDigest digest = Digests.sha256();
  private final List<String> files = new ArrayList<>();
  private volatile boolean failed;

  WholeFiles(Input input) {
    this.input = input;
  }

  /** Adds a block when all before it were added. */
  void add(int sequence, int file, ByteBuffer bytes) {
    while (turn.get() != sequence) {
      if (failed) {
        return;
      }
      Thread.yield();
    }
    finishUntil(file);
    digest.update(bytes);
    turn.set(sequence + 1);
  }

  /** Lets no worker wait for a turn that will not come. */
  void fail() {
    failed = true;
  }

  /** Returns the digest of each file, after all blocks were added. */
  List<String> finish() {
    finishUntil(input.files().size());
    return files;
  }

  private void finishUntil(int file) {
    while (files.size() < file) {
      files.add(HexFormat.of().formatHex(digest.digest()));
    }
  }
}
