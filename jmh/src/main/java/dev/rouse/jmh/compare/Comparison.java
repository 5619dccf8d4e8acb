package dev.rouse.jmh.compare;

import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.compare.input.WholeFiles;
import dev.rouse.jmh.compare.measure.Load;
import dev.rouse.jmh.compare.measure.Pass;
import dev.rouse.jmh.compare.pipeline.Approach;
import dev.rouse.jmh.compare.report.Result;
import dev.rouse.jmh.compare.report.Run;
import dev.rouse.jmh.tool.UserError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Runs every approach under every load.
 *
 * <p>First each approach hands over the whole input once, not measured, chunk by chunk, and the
 * digests of blocks and whole files are compared with the reference. Then come the measured rounds,
 * first under saturation, then under trickle, each after a warm-up. A round is one pass for each
 * approach, so that a slow moment of the machine hits all of them.
 */
final class Comparison {
  /** On a busy machine the measurement is not to take minutes. */
  private static final long LONGEST_WARM_UP_NANOS = 4_000_000_000L;

  private final Input input;
  private final int workers;
  private final Effort effort;
  private final Progress progress;

  Comparison(Input input, int workers, Effort effort, Progress progress) {
    this.input = input;
    this.workers = workers;
    this.effort = effort;
    this.progress = progress;
  }

  Result run() throws UserError {
    Map<Approach, WholeFiles> delivered = new EnumMap<>(Approach.class);
    for (Approach approach : Approach.values()) {
      delivered.put(approach, new WholeFiles(input));
    }
    Digests reference = verify(delivered);
    var setting = new Pass.Setting(input, reference, input.read(0, effort.chunkBytes()), workers);
    var saturated = saturated(setting);
    var trickle = trickle(setting);
    List<Run> runs = new ArrayList<>();
    for (Approach approach : Approach.values()) {
      runs.add(run(approach, Load.SATURATED, saturated, delivered));
    }
    for (Approach approach : Approach.values()) {
      runs.add(run(approach, Load.TRICKLE, trickle, delivered));
    }
    return Result.of(input, reference, workers, runs, Figures.ratios(saturated, trickle));
  }

  private Run run(
      Approach approach,
      Load load,
      Map<Approach, List<Pass>> passes,
      Map<Approach, WholeFiles> delivered) {
    return Run.of(
        approach,
        load,
        Figures.of(passes, approach),
        Digests.whole(input, Figures.of(delivered, approach).files()));
  }

  /** Hands over the whole input with each approach; returns the reference digests. */
  private Digests verify(Map<Approach, WholeFiles> delivered) throws UserError {
    Digests reference = new Digests(input);
    int count = input.blocks().size();
    for (int next = 0; next < count; ) {
      progress.step("verifying the digests, from block " + next + " of " + count);
      Chunk chunk = input.read(next, effort.chunkBytes());
      reference.add(chunk);
      var setting = new Pass.Setting(input, reference, chunk, workers);
      for (var entry : delivered.entrySet()) {
        Approach approach = entry.getKey();
        progress.step("verifying the digests: " + approach.label());
        Pass.run(approach, Load.SATURATED, setting, chunk.blocks(), entry.getValue());
      }
      next = chunk.end();
    }
    for (var entry : delivered.entrySet()) {
      reference.requireFiles(entry.getKey().label(), input, entry.getValue().files());
    }
    return reference;
  }

  private Map<Approach, List<Pass>> saturated(Pass.Setting setting) throws UserError {
    Chunk chunk = setting.chunk();
    long times = Math.max(1, Math.ceilDiv(effort.saturatedBytes(), chunk.byteSize()));
    List<Block> blocks = chunk.take((int) (times * chunk.blocks().size()));
    for (Approach approach : Approach.values()) {
      progress.step("saturated: warming up " + approach.label());
      warmUp(approach, Load.SATURATED, setting, blocks, effort.saturatedWarmUp());
    }
    return rounds(Load.SATURATED, setting, blocks, effort.saturated());
  }

  private Map<Approach, List<Pass>> trickle(Pass.Setting setting) throws UserError {
    for (Approach approach : Approach.values()) {
      progress.step("trickle: warming up " + approach.label());
      List<Block> blocks = setting.chunk().take(effort.warmUpBlocks(approach));
      warmUp(approach, Load.WARM_UP, setting, blocks, effort.warmUpPasses(approach));
    }
    List<Block> blocks = setting.chunk().take(effort.trickleBlocks());
    return rounds(Load.TRICKLE, setting, blocks, effort.trickle());
  }

  /** Runs passes that are not measured, until the code is compiled that they run. */
  private static void warmUp(
      Approach approach, Load load, Pass.Setting setting, List<Block> blocks, int passes)
      throws UserError {
    long start = System.nanoTime();
    for (int i = 0; i < passes && System.nanoTime() - start < LONGEST_WARM_UP_NANOS; i++) {
      Pass.run(approach, load, setting, blocks, null);
    }
  }

  private Map<Approach, List<Pass>> rounds(
      Load load, Pass.Setting setting, List<Block> blocks, Effort.Rounds rounds) throws UserError {
    Map<Approach, List<Pass>> passes = new EnumMap<>(Approach.class);
    long start = System.nanoTime();
    for (int i = 1; i <= rounds.max(); i++) {
      double seconds = (System.nanoTime() - start) / 1e9;
      if (i > rounds.min() && seconds + seconds / (i - 1) > rounds.seconds()) {
        break;
      }
      for (Approach approach : order(i)) {
        progress.step(
            "%s: round %d of at most %d, %s"
                .formatted(load.label(), i, rounds.max(), approach.label()));
        passes
            .computeIfAbsent(approach, a -> new ArrayList<>())
            .add(Pass.run(approach, load, setting, blocks, null));
      }
    }
    return passes;
  }

  /**
   * Returns the order of a round. Each approach comes after each other one in turn: what a pass
   * leaves (garbage, cold caches) does not always burden the same one.
   */
  private static List<Approach> order(int round) {
    List<Approach> order = new ArrayList<>(List.of(Approach.values()));
    Collections.rotate(order, round);
    if (round % 2 == 0) {
      Collections.reverse(order);
    }
    return order;
  }

  /** Returns how many steps there are at the most. */
  static int steps(Input input, Effort effort) {
    int approaches = Approach.values().length;
    long chunks = Math.ceilDiv(input.byteSize(), effort.chunkBytes());
    long passes = 2L + effort.saturated().max() + effort.trickle().max();
    return Math.toIntExact(chunks * (1 + approaches) + passes * approaches);
  }
}
