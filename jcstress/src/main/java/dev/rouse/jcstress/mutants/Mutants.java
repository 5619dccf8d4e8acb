package dev.rouse.jcstress.mutants;

import dev.rouse.jcstress.suite.JitCompiler;
import dev.rouse.jcstress.suite.Suite;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Applies each mutant to a copy of the shipped sources, builds it, and runs the tests that ought to
 * see it, at first briefly and then for longer. Fails if a mutant survives, does not apply any
 * more, or does not compile. A mutant that this processor cannot show is built all the same, so
 * that it does not rot, and reported as what it is: not observable, never as killed.
 */
@Command(name = "mutants", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class Mutants implements Callable<Integer> {
  /**
   * jcstress' arguments for one try after the other, each longer than the one before. Most mutants
   * are killed by the first one. It gets {@linkplain #inOneJvm one JVM}.
   */
  private static final List<List<String>> TRIES =
      List.of(
          arguments("false", 50, 1),
          arguments("false", 150, 1),
          arguments("false", 1_000, 2),
          arguments("true", 1_000, 3));

  /** How the unchanged sources are tried: longer than nearly every mutant, and in all JIT modes. */
  private static final int CONTROL_TRY = 1;

  /** The tests that the unchanged sources have to pass before any mutant is tried. */
  private static final String CONTROL_TESTS =
      "WaiterFrom|WaiterInFutex|SpscRingBytes|JobSignalWake|channel.ChannelClose|SpscRingRecordSpin";

  @Option(names = "--sources", required = true, description = "The shipped sources.")
  private Path sources = Path.of("");

  @Option(names = "--mutants", required = true, description = "The folder with the mutants.")
  private Path mutants = Path.of("");

  @Option(names = "--suite", required = true, description = "The jar with the tests.")
  private Path suite = Path.of("");

  @Option(names = "--class-path", required = true, description = "What the sources need.")
  private String classPath = "";

  @Option(
      names = "--work",
      required = true,
      description = "A folder, which is deleted and created again.")
  private Path work = Path.of("");

  @Option(names = "--only", description = "A regular expression for the mutants' names.")
  private String only = ".*";

  private Mutants() {}

  /** What became of a mutant. */
  private record Verdict(Mutant mutant, boolean isGood, String what, double seconds) {
    String line() {
      return "%-34s %8.1f s  %s%n%47s%s"
          .formatted(mutant.name(), seconds, what, "", "breaks: " + mutant.breaks());
    }
  }

  /**
   * Runs the mutants.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Mutants()).execute(args));
  }

  private static List<String> arguments(String split, int millis, int iterations) {
    return List.of(
        "-m",
        "quick",
        "-f",
        "1",
        "-sc",
        split,
        "-pth",
        "false",
        "-strideSize",
        "256",
        "-strideCount",
        "10",
        "-time",
        Integer.toString(millis),
        "-iters",
        Integer.toString(iterations));
  }

  /**
   * With one JVM instead of one for each compiler: each costs its start, and a test that finds a
   * lost wake-up costs the time that it waits for it. With C1, which is ready soonest, unless that
   * does not show the mutant.
   */
  private static List<String> inOneJvm(List<String> arguments, String compiler) {
    String option = JitCompiler.valueOf(compiler).option();
    return Stream.concat(arguments.stream(), Stream.of("-jvmArgs", option)).toList();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Path> files;
    try (Stream<Path> all = Files.list(mutants)) {
      files =
          all.filter(file -> file.toString().endsWith(".mutant"))
              .filter(file -> file.getFileName().toString().matches(only + "\\.mutant"))
              .sorted(Comparator.comparing(Path::toString))
              .toList();
    }
    if (files.isEmpty()) {
      System.err.println(mutants + " holds no mutant that matches " + only);
      return CommandLine.ExitCode.USAGE;
    }
    deleteWork();
    if (!unchangedSurvives()) {
      return CommandLine.ExitCode.SOFTWARE;
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Path file : files) {
      Mutant mutant = Mutant.read(file);
      System.out.printf("[%d/%d] %s: ", verdicts.size() + 1, files.size(), mutant.name());
      System.out.flush();
      Verdict verdict = judge(mutant);
      System.out.println(verdict.what());
      verdicts.add(verdict);
    }
    return report(verdicts);
  }

  /** The control: sources without a change must not be killed, or nothing is shown by a kill. */
  private boolean unchangedSurvives() throws IOException, InterruptedException {
    Mutant unchanged =
        new Mutant(
            "unchanged",
            "nothing",
            CONTROL_TESTS,
            Mutant.DEFAULT_BARRIERS,
            Mutant.DEFAULT_COMPILER,
            null,
            List.of());
    Workshop workshop = build(unchanged);
    int status = workshop.run(TRIES.get(CONTROL_TRY));
    System.out.println(
        status == 0
            ? "unchanged: survives, as it must"
            : "unchanged: FAILED with status " + status + ", see " + workshop.log());
    return status == 0;
  }

  private Workshop build(Mutant mutant) throws IOException {
    return Workshop.build(
        mutant,
        sources,
        work.resolve(mutant.name()).toAbsolutePath(),
        suite.toAbsolutePath(),
        classPath);
  }

  private Verdict judge(Mutant mutant) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Workshop workshop;
    try {
      workshop = Workshop.build(mutant, sources, work.resolve(mutant.name()), suite, classPath);
    } catch (IOException e) {
      return verdict(mutant, false, "DOES NOT APPLY: " + e.getMessage(), start);
    }
    String unobservable = mutant.unobservable();
    if (unobservable != null) {
      return verdict(mutant, true, "not observable on this hardware: " + unobservable, start);
    }
    for (int i = 0; i < TRIES.size(); i++) {
      List<String> arguments = TRIES.get(i);
      int status = workshop.run(i == 0 ? inOneJvm(arguments, mutant.compiler()) : arguments);
      List<String> killers = workshop.failedTests();
      if (status == Suite.FAILED && !killers.isEmpty()) {
        return verdict(mutant, true, "killed by " + String.join(", ", killers), start);
      }
      if (status != 0 && status != Suite.WEAK) {
        return verdict(
            mutant, false, "NOT TRIED: status " + status + ", see " + workshop.log(), start);
      }
    }
    return verdict(mutant, false, "SURVIVED " + mutant.tests(), start);
  }

  private static Verdict verdict(Mutant mutant, boolean good, String what, long start) {
    return new Verdict(mutant, good, what, (System.nanoTime() - start) / 1e9);
  }

  private int report(List<Verdict> verdicts) throws IOException {
    var text = new StringBuilder("\n");
    verdicts.forEach(verdict -> text.append(verdict.line()).append('\n'));
    long killed = verdicts.stream().filter(v -> v.what().startsWith("killed")).count();
    long hidden = verdicts.stream().filter(v -> v.what().startsWith("not observable")).count();
    long bad = verdicts.stream().filter(v -> !v.isGood()).count();
    long minutes =
        TimeUnit.SECONDS.toMinutes((long) verdicts.stream().mapToDouble(Verdict::seconds).sum());
    text.append(
        "%n%d mutants in %d minutes: %d killed, %d not observable on this hardware, %d not killed%n"
            .formatted(verdicts.size(), minutes, killed, hidden, bad));
    System.out.print(text);
    Files.writeString(work.resolve("report.txt"), text);
    return bad == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void deleteWork() throws IOException {
    if (Files.exists(work)) {
      Files.walkFileTree(
          work,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path folder, @org.jspecify.annotations.Nullable IOException e) throws IOException {
              if (e != null) {
                throw e;
              }
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Files.createDirectories(work);
  }
}
