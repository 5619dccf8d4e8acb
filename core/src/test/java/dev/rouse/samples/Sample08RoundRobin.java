package dev.rouse.samples;

// Step 8: each worker gets a job in turn. New: a dispatch, which decides who does a job; this one
// is
// for jobs that all take the same time.

// @start region="program"
import dev.rouse.pool.Dispatch;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.util.List;

/** Two workers wash four cars, two each. */
final class Sample08RoundRobin {
  private static final int WORKERS = 2;

  public static void main(String[] args) throws InterruptedException {
    try (WorkerPool<String, String> pool =
        WorkerPool.<String, String>builder(() -> (car, job) -> car + ": " + job.worker())
            .workers(WORKERS)
            .name("washer")
            .dispatch(Dispatch.roundRobin())
            .start()) {
      List<String> cars = List.of("red", "blue", "green", "white");
      for (JobFuture<String> washed : pool.invokeAll(cars)) { // returns when all are done
        System.out.println(washed.join());
      }
    }
  }
}
// @end
