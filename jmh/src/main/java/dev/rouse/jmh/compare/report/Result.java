package dev.rouse.jmh.compare.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.rouse.jmh.compare.input.Digests;
import dev.rouse.jmh.compare.input.Input;
import dev.rouse.jmh.compare.verdict.Answer;
import dev.rouse.jmh.compare.verdict.Claim;
import dev.rouse.jmh.compare.verdict.Claims;
import dev.rouse.jmh.compare.verdict.Ratios;
import dev.rouse.jmh.tool.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a comparison found.
 *
 * @param answer the result in one sentence
 * @param machine processor, cores and operating system
 * @param jdk the Java runtime
 * @param input the file or folder
 * @param inputBytes its length, or that of all its files together
 * @param workers how many workers
 * @param files each file with its digest, as sha256sum prints it
 * @param runs one entry for each load and approach
 * @param ratios what the claims are about
 * @param claims what is claimed, and whether this run shows it
 */
public record Result(
    String answer,
    String machine,
    String jdk,
    String input,
    long inputBytes,
    int workers,
    List<FileDigest> files,
    List<Run> runs,
    Ratios ratios,
    List<Claim> claims) {

  /**
   * A file and its digest.
   *
   * @param name its name, in a folder the path below it
   * @param bytes its length
   * @param digest its SHA-256
   */
  public record FileDigest(String name, long bytes, String digest) {}

  /** Returns a result of this machine. */
  public static Result of(
      Input input, Digests digests, int workers, List<Run> runs, Ratios ratios) {
    List<FileDigest> files = new ArrayList<>();
    for (int i = 0; i < input.files().size(); i++) {
      var file = input.files().get(i);
      files.add(new FileDigest(file.name(), file.byteSize(), digests.files().get(i)));
    }
    return new Result(
        Answer.of(ratios),
        Machine.describe(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        input.root().toString(),
        input.byteSize(),
        workers,
        files,
        runs,
        ratios,
        Claims.of(ratios, longestStall(runs, "trickle"), longestStall(runs, "saturated")));
  }

  private static double longestStall(List<Run> runs, String load) {
    return runs.stream()
        .filter(run -> run.load().equals(load))
        .mapToDouble(run -> run.stallMicros().max())
        .max()
        .orElse(0);
  }

  /** Returns the run of an approach under a load. */
  public Run run(String load, String approach) {
    return runs(load).filter(r -> r.approach().equals(approach)).findFirst().orElseThrow();
  }

  /** Returns the runs under a load. */
  public Stream<Run> runs(String load) {
    return runs.stream().filter(r -> r.load().equals(load));
  }

  /** Writes this as JSON. */
  public void writeJson(Path path) throws IOException {
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(path.toFile(), this);
  }
}
