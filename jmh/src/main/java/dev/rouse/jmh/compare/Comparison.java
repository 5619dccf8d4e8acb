package dev.rouse.jmh.compare;

import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.input.Input.Block;
import dev.rouse.jmh.compare.pipeline.Approach;
import dev.rouse.jmh.compare.report.Result;
import dev.rouse.jmh.compare.report.Run;
import dev.rouse.jmh.tool.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Runs every approach under every load.
 *
 * <p>First each approach hands over the whole input once, untimed, and the digests of blocks and
 * whole files are compared with the reference. Then come the timed passes under saturation, in
 * rounds of one pass for each approach, so that a slow moment of the machine hits all of them; what
 * is reported is the median round. Last the trickle, one approach after another, each warmed up.
 */
final class Comparison {
  private static final int MIN_ROUNDS = 3;
  private static final int MAX_ROUNDS = 25;
  private static final double SATURATED_SECONDS = 60;

  /**
   * How much is handed over in a saturated pass, at least; a smaller input is handed over several
   * times. Sleeping workers need a millisecond or so until all of them run, which is to be a small
   * part of a pass.
   */
  private static final long SATURATED_BYTES = 512L << 20;

  private static final int WARM_UP_BLOCKS = 5000;
  private static final int TRICKLE_BLOCKS = 400;

  private final Input input;
  private final int workers;
  private final Progress progress;

  Comparison(Input input, int workers, Progress progress) {
    this.input = input;
    this.workers = workers;
    this.progress = progress;
  }

  Result run() throws UserError {
    progress.step("reading the reference digests of " + input.files().size() + " file(s)");
    Digests reference = Digests.reference(input);
    Map<Approach, String> delivered = new EnumMap<>(Approach.class);
    for (Approach approach : Approach.values()) {
      progress.step("verifying " + approach.label());
      delivered.put(approach, verify(approach, reference));
    }
    List<Run> runs = new ArrayList<>();
    Map<Approach, List<Round>> saturated = saturated(reference);
    saturated.forEach(
        (approach, rounds) ->
            runs.add(
                summarize(approach, Load.SATURATED, rounds, delivered.getOrDefault(approach, ""))));
    List<Block> warmUp = blocks(WARM_UP_BLOCKS);
    List<Block> few = blocks(TRICKLE_BLOCKS);
    for (Approach approach : Approach.values()) {
      progress.step("trickle: " + approach.label());
      Round.run(approach, Load.WARM_UP, input, warmUp, workers, reference, null);
      Round round = Round.run(approach, Load.TRICKLE, input, few, workers, reference, null);
      runs.add(
          summarize(approach, Load.TRICKLE, List.of(round), delivered.getOrDefault(approach, "")));
    }
    return Result.of(input, reference, workers, passes(), runs, notifyRatios(saturated));
  }

  /** Returns how many times the input is handed over in a saturated pass. */
  private int passes() {
    return (int) Math.max(1, (SATURATED_BYTES + input.byteSize() - 1) / input.byteSize());
  }

  /** Returns the first blocks; from the start again where the input has fewer. */
  private List<Block> blocks(int count) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(input.blocks().get(i % input.blocks().size()));
    }
    return blocks;
  }

  private String verify(Approach approach, Digests reference) throws UserError {
    WholeFiles wholeFiles = new WholeFiles(input);
    Round.run(approach, Load.SATURATED, input, input.blocks(), workers, reference, wholeFiles);
    List<String> files = wholeFiles.finish();
    reference.requireFiles(approach.label(), input, files);
    return Digests.whole(input, files);
  }

  private Map<Approach, List<Round>> saturated(Digests reference) throws UserError {
    Map<Approach, List<Round>> rounds = new EnumMap<>(Approach.class);
    List<Block> many = blocks(passes() * input.blocks().size());
    long start = System.nanoTime();
    for (int i = 1; i <= MAX_ROUNDS; i++) {
      double seconds = (System.nanoTime() - start) / 1e9;
      if (i > MIN_ROUNDS && seconds + seconds / (i - 1) > SATURATED_SECONDS) {
        break;
      }
      progress.step("saturated: round " + i + " of at most " + MAX_ROUNDS);
      // Each approach comes after each other one in turn: what a pass leaves behind (garbage, cold
      // caches) is nobody's burden alone.
      List<Approach> order = new ArrayList<>(List.of(Approach.values()));
      Collections.rotate(order, i);
      if (i % 2 == 0) {
        Collections.reverse(order);
      }
      for (Approach approach : order) {
        rounds
            .computeIfAbsent(approach, a -> new ArrayList<>())
            .add(Round.run(approach, Load.SATURATED, input, many, workers, reference, null));
      }
    }
    return rounds;
  }

  private static Run summarize(Approach approach, Load load, List<Round> rounds, String digest) {
    List<Round> sorted = new ArrayList<>(rounds);
    sorted.sort(Comparator.comparingDouble(Round::wallSeconds));
    Round median = sorted.get(sorted.size() / 2);
    Histogram latency = new Histogram(median.latency());
    rounds.forEach(round -> latency.add(round.latency()));
    double allocated = rounds.stream().mapToLong(Round::bytesAllocated).average().orElseThrow();
    return new Run(
        approach.label(),
        load.label(),
        median.wallSeconds(),
        median.bytes() / 1e6 / median.wallSeconds(),
        median.consumerCpuSeconds(),
        median.consumerCpuSeconds() / median.wallSeconds(),
        new Run.Latency(
            latency.getValueAtPercentile(50) / 1e3,
            latency.getValueAtPercentile(99) / 1e3,
            latency.getMaxValue() / 1e3),
        allocated / median.blocks(),
        digest,
        rounds.size(),
        sorted.getFirst().wallSeconds(),
        sorted.getLast().wallSeconds());
  }

  /**
   * Returns how long notify took in proportion to each other approach: the median of the ratios in
   * each round, because the machine is the same within a round and not from one to the next.
   */
  private static Map<String, Double> notifyRatios(Map<Approach, List<Round>> rounds) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    List<Round> own = rounds.getOrDefault(Approach.NOTIFY, List.of());
    rounds.forEach(
        (approach, others) -> {
          if (approach != Approach.NOTIFY) {
            double[] each = new double[own.size()];
            Arrays.setAll(each, i -> own.get(i).wallSeconds() / others.get(i).wallSeconds());
            Arrays.sort(each);
            ratios.put(approach.label(), each[each.length / 2]);
          }
        });
    return ratios;
  }

  /** Returns how many steps are reported at the most. */
  static int steps() {
    return 1 + 2 * Approach.values().length + MAX_ROUNDS;
  }
}
