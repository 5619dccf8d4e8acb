package dev.rouse.pool.process;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Ends a worker process that cannot go on. Its threads may be in any state, and do not matter. */
final class Ending {
  /** An error of the handler. */
  static final int FAILED = 1;

  /** The pool needs it no more, and it did not end by itself. */
  static final int TOO_SLOW = 2;

  /** The process of the pool has died. */
  static final int ALONE = 3;

  private static final long HOOKS_MILLIS = 1_000;

  private final Path file;

  Ending(Path file) {
    this.file = file;
  }

  /** Ends the process. Shutdown hooks have a second: then it ends without them. Never returns. */
  RuntimeException end(int status) {
    if (status == ALONE) {
      WorkerFile.delete(file); // the pool's process has done so, unless it died early
    }
    try {
      Thread.ofPlatform().daemon().start(() -> System.exit(status));
      sleep(HOOKS_MILLIS);
    } finally {
      Runtime.getRuntime().halt(status);
    }
    throw new IllegalStateException("halted");
  }

  /** Has another thread end the process after some time, unless it has ended by then. */
  void startEnd(int status, long millis) {
    try {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                sleep(millis);
                end(status);
              });
    } catch (Throwable t) {
      // There may be no thread left, and that be the reason for the end: this was a precaution.
    }
  }

  /** Ends the process after some time, unless it has ended by then. */
  RuntimeException endAfter(long millis) {
    sleep(millis);
    return end(TOO_SLOW);
  }

  private static void sleep(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left; (left = end - System.nanoTime()) > 0; ) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        // Somebody who wants it to end sooner has other means.
      }
    }
  }
}
