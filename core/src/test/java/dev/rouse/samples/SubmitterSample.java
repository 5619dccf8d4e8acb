package dev.rouse.samples;

// @start region="program"
import dev.rouse.codec.RecordCodec;
import dev.rouse.pool.Submitter;
import dev.rouse.pool.WorkerPool;

/** One thread submits many small jobs without allocation, and adds up the replies. */
final class SubmitterSample {
  private static long sum;

  public static void main(String[] args) throws InterruptedException {
    try (WorkerPool<Long, Long> pool =
            WorkerPool.builder(
                    RecordCodec.ofLong(),
                    RecordCodec.ofLong(),
                    () -> (number, job) -> number * number)
                .start();
        Submitter<Long, Long> submitter =
            pool.newSubmitter(64, completion -> sum += completion.reply())) {
      for (long number = 1; number <= 1000; number++) {
        submitter.execute(number, 0); // if there is no credit left, handles completions
      }
    } // waits for the remaining completions
    System.out.println(sum);
  }
}
// @end
