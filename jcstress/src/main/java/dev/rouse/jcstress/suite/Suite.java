package dev.rouse.jcstress.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.openjdk.jcstress.annotations.JCStressTest;

/**
 * Runs jcstress and judges the run more strictly than jcstress does. jcstress is content with a run
 * that matched no test, and leaves out a test that needs more threads than the machine has; here
 * each test that the jar contains must have run, without an error, a forbidden outcome, or an empty
 * result, and each control (a test with an interesting outcome) must have seen what it is there to
 * see.
 *
 * <p>Ends with {@value #FAILED} if a test has shown something to be wrong, otherwise with {@value
 * #WEAK} if the run has not shown what it should.
 */
public final class Suite {
  /** The exit status when a test has failed. Not 1, with which Java ends for any exception. */
  public static final int FAILED = 10;

  /** The exit status when no test has failed, but the run was not what it should have been. */
  public static final int WEAK = 11;

  private static final int USAGE = 2;

  private Suite() {}

  /**
   * Runs the suite.
   *
   * <p>One run to a JVM: jcstress keeps the VM modes that it has found in static fields, and a
   * second run would go through those of the first once more.
   *
   * @param args the jar with the tests, the barriers ({@code asymmetric} or {@code symmetric}), the
   *     compilers ({@code c1}, {@code c2} or {@code c1,c2} for a JVM with each alone, {@code all}
   *     for all modes that jcstress knows), then the arguments for jcstress
   * @throws Exception if the run could not be made
   */
  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] args) throws Exception {
    if (args.length < 3) {
      System.err.println(
          "arguments: expected the jar with the tests, the barriers, the compilers, and those for"
              + " jcstress");
      System.exit(USAGE);
    }
    SortedSet<String> tests = testsIn(Path.of(args[0]));
    String barriers = args[1];
    if (!barriers.equals("asymmetric") && !barriers.equals("symmetric")) {
      System.err.println("barriers: " + barriers + ", expected asymmetric or symmetric");
      System.exit(USAGE);
    }
    var compilers = new TreeSet<JitCompiler>();
    if (!args[2].equals("all")) {
      for (String name : args[2].split(",", -1)) {
        try {
          compilers.add(JitCompiler.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
          System.err.println("compilers: " + args[2] + ", expected c1, c2, c1,c2 or all");
          System.exit(USAGE);
        }
      }
    }
    Pass pass = Pass.run(barriers, tests, compilers, Arrays.asList(args).subList(3, args.length));
    if (pass == null) {
      System.exit(USAGE);
      return;
    }
    pass.print(System.out);
    pass.failures().forEach(failure -> System.out.println("FAILED " + failure));
    pass.weaknesses().forEach(weakness -> System.out.println("NOT SHOWN " + weakness));
    if (!pass.failures().isEmpty()) {
      System.exit(FAILED);
    }
    if (!pass.weaknesses().isEmpty()) {
      System.exit(WEAK);
    }
    System.out.println("All " + pass.size() + " tests ran; nothing forbidden was seen.");
  }

  /** Returns the classes in a jar that carry the annotation, whatever jcstress' own list says. */
  private static SortedSet<String> testsIn(Path jar) throws IOException, ClassNotFoundException {
    var tests = new TreeSet<String>();
    try (var file = new JarFile(jar.toFile())) {
      for (var entry : file.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith("dev/rouse/jcstress/") && name.matches("[^$]*\\.class")) {
          String className = name.replace(".class", "").replace('/', '.');
          if (!className.endsWith("_jcstress")
              && Class.forName(className, false, Suite.class.getClassLoader())
                  .isAnnotationPresent(JCStressTest.class)) {
            tests.add(className);
          }
        }
      }
    }
    return tests;
  }
}
