package dev.rouse.pool.process;

import dev.rouse.codec.RecordCodec;
import dev.rouse.memory.Region;
import dev.rouse.pool.JobHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The side of a worker process: does the jobs that a pool of {@link WorkerProcesses} sends.
 *
 * {@snippet class="dev.rouse.samples.Sample19WorkerProcesses" region="worker"}
 */
public final class WorkerProcess {
  private WorkerProcess() {}

  /**
   * Tells whether this process was started to be a worker, for a program that is both sides.
   *
   * @param args the arguments of the program
   * @return true if the last of them says where the jobs come from
   */
  public static boolean isRequested(String[] args) {
    return args.length > 0 && args[args.length - 1].startsWith(Protocol.ARGUMENT);
  }

  /**
   * Does jobs until the pool needs this process no more. Should be all that the program does: the
   * pool waits for the end of the process, so no thread of the handler should keep it alive.
   *
   * <p>The calling thread makes the handler and runs its jobs, one after another; at the end it
   * calls {@link JobHandler#close}. An exception of the handler is sent to the pool, and the next
   * job comes. An {@link Error} is sent and printed, and the process ends with status 1. When the
   * process of the pool has died, this one ends at once, with status 3, also in the middle of a
   * job: its shutdown hooks have a second.
   *
   * <p>In a {@link dev.rouse.pool.Job}, {@code number} and {@code worker} are those of the pool.
   * {@code isCancelled} may be asked by any thread. A report is sent as text, cut after 8,000
   * characters, and dropped if the handler has returned.
   *
   * @param args the arguments of the program: the last one says where the jobs come from
   * @param jobs reads the jobs; equal to the codec of the pool
   * @param replies writes the replies; equal to the codec of the pool
   * @param handlers makes the handler, once. If it throws, the start of the process has failed, and
   *     the process ends with status 1
   * @param <J> the type of the jobs
   * @param <R> the type of the replies
   * @throws IllegalArgumentException if this process was not started by a pool: see {@link
   *     #isRequested}
   * @throws IOException if the file of the pool cannot be opened, for example because the pool has
   *     given up waiting
   */
  public static <J, R> void run(
      String[] args,
      RecordCodec<J> jobs,
      RecordCodec<R> replies,
      Supplier<? extends JobHandler<J, R>> handlers)
      throws IOException {
    Objects.requireNonNull(jobs, "jobs");
    Objects.requireNonNull(replies, "replies");
    Objects.requireNonNull(handlers, "handlers");
    if (!isRequested(args)) {
      throw new IllegalArgumentException(
          "args: %s, expected the last one to begin with %s, which a pool of WorkerProcesses adds"
              .formatted(
                  args.length == 0 ? "none" : "\"" + args[args.length - 1] + "\"",
                  Protocol.ARGUMENT));
    }
    Path file = Path.of(args[args.length - 1].substring(Protocol.ARGUMENT.length()));
    // Stays open until the process ends: so long, its threads learn that the pool's process died.
    Region region = Region.open(file);
    new WorkerLoop<>(region, new Ending(file), jobs, replies).run(handlers);
  }
}
