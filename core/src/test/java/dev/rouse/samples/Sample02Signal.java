package dev.rouse.samples;

// Step 2: a consumer sleeps until a producer has added jobs. New: a signal is a counter that a
// thread can wait for.

// @start region="program"
import dev.rouse.signal.JobSignal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Sleeps until there are jobs. */
final class Sample02Signal {
  public static void main(String[] args) throws InterruptedException {
    Queue<String> jobs = new ConcurrentLinkedQueue<>();
    try (JobSignal signal = JobSignal.allocate()) {
      Thread producer = Thread.ofPlatform().start(() -> produce(jobs, signal));
      long pending = signal.await(); // sleeps until there are some
      for (long i = 0; i < pending; i++) {
        System.out.println(jobs.remove());
      }
      signal.complete(pending);
      producer.join();
    }
  }

  private static void produce(Queue<String> jobs, JobSignal signal) {
    jobs.add("sweep");
    jobs.add("polish");
    signal.add(2); // after the jobs are stored: wakes the consumer
  }
}
// @end
