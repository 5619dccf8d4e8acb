package dev.rouse.pool.process;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.codec.RecordCodec;
import dev.rouse.file.Part;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What does not change while a pool runs.
 *
 * @param jobs writes the jobs
 * @param replies reads the replies
 * @param command starts a process
 * @param maxJobBytes the largest job
 * @param maxReplyBytes the largest reply
 * @param folder where the files are; null for the default
 * @param startNanos how long a process may take until it is ready
 * @param stopNanos how long a process may take to end
 * @param killNanos how long a job may go on after its cancel
 * @param restartLimit how often a worker is replaced within the window
 * @param windowNanos the window
 * @param firstDelayNanos the pause before the second replacement in the window
 * @param longestDelayNanos the longest pause
 * @param <J> the type of the jobs
 * @param <R> the type of the replies
 */
record ProcessSettings<J, R>(
    RecordCodec<J> jobs,
    RecordCodec<R> replies,
    WorkerCommand command,
    int maxJobBytes,
    int maxReplyBytes,
    @Nullable Path folder,
    long startNanos,
    long stopNanos,
    long killNanos,
    int restartLimit,
    long windowNanos,
    long firstDelayNanos,
    long longestDelayNanos) {
  /** Room for the name of a worker, which is sent with a job. */
  private static final int SMALLEST_JOB = 1 << 10;

  /** Room for a stack trace or a report, whose chars may take three bytes each. */
  private static final int SMALLEST_REPLY = 3 * (Protocol.LONGEST_TEXT + 1_500);

  /** Returns what is in the file of a process. */
  Part[] parts() {
    return new Part[] {
      Channel.part(Protocol.JOBS, capacity(Math.max(maxJobBytes, SMALLEST_JOB))),
      Channel.part(Protocol.REPLIES, capacity(Math.max(maxReplyBytes, SMALLEST_REPLY))),
      LongChannel.part(Protocol.CONTROL, Protocol.CONTROLS)
    };
  }

  private static int capacity(int length) {
    return Channel.capacityFor(2, Frame.HEADER + length);
  }

  /**
   * Checks the size of a job.
   *
   * @throws IllegalArgumentException if it is too large
   */
  void requireFits(J job) {
    requireFits("job", jobs, job, maxJobBytes, "maxJobBytes");
  }

  /** Checks the size of a value; reads the whole of it only if it may be too large. */
  static <T> void requireFits(
      String what, RecordCodec<T> codec, T value, int most, String setting) {
    if (codec.maxByteSize(value) > most) {
      int size = codec.byteSize(value);
      if (size > most) {
        throw new IllegalArgumentException(
            "%s: %d bytes, expected 0 to %d: see WorkerProcesses.%s"
                .formatted(what, size, most, setting));
      }
    }
  }
}
