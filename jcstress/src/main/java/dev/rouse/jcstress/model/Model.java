package dev.rouse.jcstress.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the model of the wait protocol with SPIN, exhaustively: as it is, and with each mutant,
 * which must fail. Where {@code spin} or a C compiler is missing, says so and does nothing.
 */
public final class Model {
  /** 0 is the protocol itself; the others are numbered as the mutants of the sources are. */
  private static final List<Integer> MUTANTS = List.of(0, 1, 2, 3, 4, 5, 6, 17);

  /** As {@link #MUTANTS}, for publishers whose publish is an atomic instruction. */
  private static final List<Integer> ATOMIC_MUTANTS = List.of(0, 60);

  private static final List<String> PARKERS = List.of("FUTEX", "PARK");

  private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
  private static final Pattern STATES = Pattern.compile("(\\d+) states, stored");
  private static final Pattern REASON = Pattern.compile("pan:1: (.*) \\(at depth");

  private final Path model;
  private final Path work;

  private Model(Path model, Path work) {
    this.model = model;
    this.work = work;
  }

  /**
   * Checks the model.
   *
   * @param args the model's file, and a folder to work in
   * @throws IOException if a program could not be run
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (!isInstalled("spin", "-V") || !isInstalled("cc", "--version")) {
      System.out.println(
          "SKIPPED: the model of the wait protocol was not checked, which takes the programs spin"
              + " and cc (Debian: packages spin and gcc)");
      return;
    }
    Path work = Files.createDirectories(Path.of(args[1]));
    boolean good = new Model(Path.of(args[0]).toAbsolutePath(), work).checkAll();
    System.exit(good ? 0 : 1);
  }

  private static boolean isInstalled(String program, String option) throws InterruptedException {
    try {
      return new ProcessBuilder(program, option)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean checkAll() throws IOException, InterruptedException {
    System.out.printf(
        "%n%-10s %-7s %-7s %12s  %s%n", "model", "publish", "sleep", "states", "result");
    boolean good = true;
    for (String parker : PARKERS) {
      for (int mutant : MUTANTS) {
        good &= check(mutant, parker, "FENCED");
      }
      for (int mutant : ATOMIC_MUTANTS) {
        good &= check(mutant, parker, "ATOMIC");
      }
    }
    System.out.println();
    return good;
  }

  private boolean check(int mutant, String parker, String publish)
      throws IOException, InterruptedException {
    run("spin", "-a", "-DMUTANT=" + mutant, "-D" + parker, "-D" + publish, model.toString());
    run("cc", "-O1", "-w", "-DSAFETY", "-o", "pan", "pan.c");
    String output = run(work.resolve("pan").toAbsolutePath().toString(), "-m1000000");
    boolean complete = !output.contains("max search depth too small");
    boolean holds = number(ERRORS, output) == 0;
    boolean expected = complete && holds == (mutant == 0);
    Matcher reason = REASON.matcher(output);
    System.out.printf(
        "%-10s %-7s %-7s %,12d  %s%s%n",
        mutant == 0 ? "protocol" : "mutant " + mutant,
        publish.toLowerCase(Locale.ROOT),
        parker.toLowerCase(Locale.ROOT),
        number(STATES, output),
        holds ? "holds" : "fails: " + (reason.find() ? reason.group(1) : "see pan's output"),
        expected ? "" : "  NOT AS EXPECTED");
    return expected;
  }

  private static long number(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("no \"" + pattern + "\" in: " + output);
    }
    return Long.parseLong(matcher.group(1));
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = work.resolve("output.txt");
    int status =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    String text = Files.readString(output);
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status + ": " + text);
    }
    return text;
  }
}
