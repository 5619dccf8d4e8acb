package dev.rouse.pool.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a worker process is started. Immutable: each method that begins with {@code with} returns a
 * changed copy.
 *
 * <p>The program must call {@link WorkerProcess#run} with its arguments. The last one says where
 * its jobs come from; it is appended to the command. The process has no standard input. What it
 * prints goes where the output of this process goes, unless {@link #withOutput} says otherwise.
 */
public final class WorkerCommand {
  private final List<String> program;
  private final List<String> jvmOptions;
  private final List<String> start;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Redirect output;
  private final Redirect errors;

  private WorkerCommand(Changes changes) {
    this.program = List.copyOf(changes.program);
    this.jvmOptions = List.copyOf(changes.jvmOptions);
    this.start = List.copyOf(changes.start);
    this.arguments = List.copyOf(changes.arguments);
    this.environment = Map.copyOf(changes.environment);
    this.output = changes.output;
    this.errors = changes.errors;
  }

  /**
   * Returns the command that runs a class in another JVM like this one: the same Java, class path
   * and module path. It may use native access if Rouse may do so here. All other options have their
   * defaults: in particular, a JVM takes up to a quarter of the machine's memory for its heap, so
   * with several workers you may want to set {@code -Xmx} by {@link #withJvmOptions}.
   *
   * <p>A program that was started from its source file ({@code java File.java}) can name its own
   * main class: the file is compiled once more by each worker.
   *
   * @param main has the {@code main} method
   * @return the command
   * @throws IllegalArgumentException if another JVM does not find {@code main}: it is neither on
   *     the class path, nor in a module, nor the class that this JVM has launched from its source
   */
  public static WorkerCommand java(Class<?> main) {
    Changes changes = new Changes();
    changes.program = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    changes.jvmOptions = JavaPaths.options(main);
    changes.start = JavaPaths.start(main);
    return new WorkerCommand(changes);
  }

  /**
   * Returns a command with a program of any kind, such as a script that starts a JVM in a certain
   * environment. The script should replace itself by the JVM ({@code exec}): the pool watches and
   * kills the process that it has started.
   *
   * @param command the program and its arguments
   * @return the command
   * @throws IllegalArgumentException if {@code command} is empty
   */
  public static WorkerCommand of(List<String> command) {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: it is empty, expected a program");
    }
    Changes changes = new Changes();
    changes.program = command;
    return new WorkerCommand(changes);
  }

  /**
   * Adds options of the JVM, such as {@code -Xmx256m}. They come after those that are there, so
   * they win.
   *
   * @param options the options
   * @return a changed command
   * @throws IllegalStateException if this is not a command made by {@link #java}
   */
  public WorkerCommand withJvmOptions(String... options) {
    if (start.isEmpty()) {
      throw new IllegalStateException(
          "options of a JVM for %s: expected WorkerCommand.java".formatted(program));
    }
    Changes changes = new Changes(this);
    changes.jvmOptions = joined(jvmOptions, List.of(options));
    return new WorkerCommand(changes);
  }

  /**
   * Adds arguments of the program. They come before the one that says where the jobs come from.
   *
   * @param more the arguments
   * @return a changed command
   */
  public WorkerCommand withArguments(String... more) {
    Changes changes = new Changes(this);
    changes.arguments = joined(arguments, List.of(more));
    return new WorkerCommand(changes);
  }

  /**
   * Sets a variable in the environment of the process, which otherwise is that of this process.
   *
   * @param name the name of the variable
   * @param value its value
   * @return a changed command
   */
  public WorkerCommand withEnvironment(String name, String value) {
    Changes changes = new Changes(this);
    changes.environment = new LinkedHashMap<>(environment);
    changes.environment.put(
        Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return new WorkerCommand(changes);
  }

  /**
   * Sets where the output of the process goes. By default where that of this process goes.
   *
   * @param standard the destination of the standard output
   * @param error the destination of the error output
   * @return a changed command
   * @throws IllegalArgumentException if one of them is a pipe, which nobody would read, or a source
   *     of input
   */
  public WorkerCommand withOutput(Redirect standard, Redirect error) {
    Changes changes = new Changes(this);
    changes.output = requireOutput("standard", standard);
    changes.errors = requireOutput("error", error);
    return new WorkerCommand(changes);
  }

  private static Redirect requireOutput(String name, Redirect redirect) {
    if (redirect.type() == Redirect.Type.PIPE || redirect.type() == Redirect.Type.READ) {
      throw new IllegalArgumentException(
          "%s: %s, expected a file, INHERIT or DISCARD".formatted(name, redirect));
    }
    return redirect;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Starts the process, which learns where its region file is. */
  Process start(Path file) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words());
    builder.command().add(Protocol.ARGUMENT + file);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(output).redirectError(errors).start();
    process.getOutputStream().close();
    return process;
  }

  private List<String> words() {
    return joined(joined(program, jvmOptions), joined(start, arguments));
  }

  /** Returns the command without what is appended to it. */
  @Override
  public String toString() {
    return "WorkerCommand" + words();
  }

  /** A command that is being made. */
  private static final class Changes {
    private List<String> program = List.of();
    private List<String> jvmOptions = List.of();

    /** What to run: the last option of a JVM and its value; empty for other programs. */
    private List<String> start = List.of();

    private List<String> arguments = List.of();
    private Map<String, String> environment = Map.of();
    private Redirect output = Redirect.INHERIT;
    private Redirect errors = Redirect.INHERIT;

    Changes() {}

    Changes(WorkerCommand from) {
      program = from.program;
      jvmOptions = from.jvmOptions;
      start = from.start;
      arguments = from.arguments;
      environment = from.environment;
      output = from.output;
      errors = from.errors;
    }
  }
}
