package dev.rouse.pool.process;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rouse.codec.RecordCodec;
import dev.rouse.pool.Job;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a handler does when its process ends, in an order that a pool has only sometimes. */
@Tag("own-jvm")
class ProcessHandlerTest {
  private static final ProcessSettings<String, String> SETTINGS =
      new ProcessSettings<>(
          RecordCodec.utf8(),
          RecordCodec.utf8(),
          TestWorker.command(),
          100,
          100,
          null,
          SECONDS.toNanos(30),
          SECONDS.toNanos(30),
          SECONDS.toNanos(30),
          1,
          MINUTES.toNanos(10),
          0,
          0);

  private static final Job JOB =
      new Job() {
        @Override
        public long number() {
          return 1;
        }

        @Override
        public String worker() {
          return "the worker";
        }

        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public void report(Object progress) {
          throw new AssertionError(progress);
        }
      };

  /**
   * The channel of replies is closed by one thread of the system's and the handler is told by
   * another one. If the second one was late, the process was replaced twice for one death.
   */
  @Test
  void endThatIsToldAfterTheJobHasFailedIsNoSecondDeath() throws Exception {
    RemoteWorker<String, String> remote = RemoteWorker.start(SETTINGS);
    remote.awaitReady();
    var restarts = new Restarts(SETTINGS);
    var handler = new ProcessHandler<>(new ProcessHandlers<>(SETTINGS, 1), remote, restarts);
    try {
      assertThatExceptionOfType(WorkerLostError.class)
          .isThrownBy(() -> handler.handle("exit 1", JOB));
      handler.ended(remote);
    } finally {
      handler.close(); // waits for a replacement, if there is one
    }
    assertThat(restarts.next(System.nanoTime(), null)).as("of the one replacement").isZero();
  }
}
