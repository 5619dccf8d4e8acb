package dev.rouse.samples;

// Step 16: what becomes of jobs that fail. New: retries with a pause in between, and a handler of
// dead letters, which gets what the pool gives up, with its history.

// @start region="program"
import dev.rouse.pool.DeadLetter;
import dev.rouse.pool.JobOptions;
import dev.rouse.pool.WorkerPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Letters are delivered: one at the third try, one never. */
final class Sample16Failures {
  private static final int RETRIES = 3;

  /** A postman counts for himself how often he was at a door. */
  private static final class Postman {
    private int ringsAtAnns;

    String deliver(String letter) throws IOException {
      if (letter.equals("to nowhere") || (letter.equals("to Ann") && ++ringsAtAnns < 3)) {
        throw new IOException("nobody opens the door");
      }
      return letter + ": delivered";
    }
  }

  public static void main(String[] args) throws InterruptedException {
    JobOptions patient =
        JobOptions.defaults()
            .withRetries(RETRIES)
            .withBackoff(1, 10, TimeUnit.MILLISECONDS) // pauses that grow from 1 ms to 10 ms
            .withRetryIf(failure -> failure instanceof IOException);
    List<DeadLetter<String>> givenUp = new ArrayList<>();
    try (WorkerPool<String, String> post =
        WorkerPool.<String, String>builder(
                () -> {
                  Postman postman = new Postman();
                  return (letter, job) -> postman.deliver(letter);
                })
            .workers(1)
            .jobOptions(patient)
            .deadLetters(givenUp::add) // one worker: with more, the list must be safe for them
            .start()) {
      post.invokeAll(List.of("to Bob", "to Ann", "to nowhere"))
          .forEach(
              letter ->
                  System.out.println(
                      letter.isCompletedExceptionally()
                          ? letter.exceptionNow().getMessage()
                          : letter.resultNow()));
    } // waits until all is done, so the list is complete
    givenUp.forEach(
        letter ->
            System.out.println(
                letter.job() + ": given up after " + letter.tries().size() + " tries"));
  }
}
// @end
