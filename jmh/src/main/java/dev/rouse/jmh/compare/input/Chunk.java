package dev.rouse.jmh.compare.input;

import dev.rouse.jmh.compare.input.Input.Block;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive blocks of an input, in memory.
 *
 * <p>Every approach hands over these same arrays, so that only the hand-off differs: a worker that
 * gets a descriptor and one that gets a copy both compute the digest of a {@code byte[]}. Before,
 * workers with a descriptor read a mapped file. That charged them with three costs that have
 * nothing to do with waiting, measured with a block every 10 ms on a virtual machine with two
 * processors:
 *
 * <ul>
 *   <li>{@code MessageDigest.update} copies a direct buffer piecewise: 5 us a block.
 *   <li>The first touch of a mapped page is a page fault: 75 to 95 us a block, paid by the worker
 *       with a descriptor, but by the publisher with a copy. (A pass over the whole file had
 *       touched all pages before, so this was not part of the reported difference.)
 *   <li>Most of the reported 80 us: the code of the wait was not compiled. A block costs a sleeping
 *       worker one wait, so a trickle of some hundred blocks hardly warms it up: without the
 *       digest, a block took a worker with a channel 220 us with cold code, 110 after 500 blocks
 *       and 25 to 30 after 20,000; one of {@code message-copy} 20 us at first and 14 to 22 later.
 *       And one long warm-up is thrown away at its end: the compiler had never seen the close of a
 *       channel and had left it out, so the first close sent {@code doAwait}, {@code park} and
 *       {@code receiveUninterruptibly} back to the interpreter ("made not entrant: uncommon trap").
 *       So the comparison warms up in many short passes, each with its close.
 * </ul>
 */
public final class Chunk {
  private final List<Block> blocks;
  private final byte[][] contents;

  Chunk(List<Block> blocks, byte[][] contents) {
    this.blocks = List.copyOf(blocks);
    this.contents = contents;
  }

  /** Returns the blocks, in order. */
  public List<Block> blocks() {
    return blocks;
  }

  /** Returns the number of bytes of all blocks. */
  public long byteSize() {
    return blocks.stream().mapToLong(Block::length).sum();
  }

  /** Returns the index of the first block after these. */
  public int end() {
    return blocks.getLast().index() + 1;
  }

  /**
   * Returns a block's bytes, not a copy of them.
   *
   * @param index the block's index in the input
   * @return its bytes
   */
  public byte[] bytes(int index) {
    return contents[index - blocks.getFirst().index()];
  }

  /**
   * Returns a number of blocks, starting again where the chunk has fewer.
   *
   * @param count how many
   * @return the blocks
   */
  public List<Block> take(int count) {
    List<Block> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      taken.add(blocks.get(i % blocks.size()));
    }
    return taken;
  }
}
