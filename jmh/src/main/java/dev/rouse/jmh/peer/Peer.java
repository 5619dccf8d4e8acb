package dev.rouse.jmh.peer;

import dev.rouse.jmh.contender.Contender;
import java.io.IOException;

/** The other end of a benchmark: a process, or a thread in its place. */
interface Peer {
  /** Starts it: a thread for the contenders whose names say so. */
  static Peer start(Task task) throws IOException {
    return isThread(task.contender()) ? new PeerThread(task) : new PeerProcess(task);
  }

  private static boolean isThread(Contender contender) {
    return switch (contender) {
      case IPC_LONG_RING_THREADS, IPC_LONG_CHANNEL_THREADS, IPC_RING_THREADS, IPC_CHANNEL_THREADS ->
          true;
      default -> false;
    };
  }

  /**
   * Checks that it has not ended.
   *
   * @throws IllegalStateException if it has
   */
  void requireAlive();

  /**
   * Returns the processor time of its threads that run Java code, in nanoseconds.
   *
   * @throws UnsupportedOperationException if it is a thread
   */
  long cpuNanos() throws IOException;

  /**
   * Kills it.
   *
   * @return the time just before, of {@link System#nanoTime}
   * @throws UnsupportedOperationException if it is a thread
   */
  long kill();

  /**
   * Waits for its end, after it was told to stop; ends it if that takes too long.
   *
   * @throws IllegalStateException if it has failed or did not end by itself
   */
  void awaitEnd() throws InterruptedException;
}
