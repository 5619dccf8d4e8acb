package dev.rouse.samples;

// Step 9: short jobs do not wait behind a long one, as they would in step 8. New: the dispatch that
// a pool has if you choose none. The first worker that is free takes the next job, and no more of
// them are woken than the jobs need.

// @start region="program"
import dev.rouse.pool.Dispatch;
import dev.rouse.pool.Job;
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** While one cook watches a cake, the other makes all the toast. */
final class Sample09Packed {
  private static final int COOKS = 2;

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch toastIsReady = new CountDownLatch(1);
    try (WorkerPool<String, String> kitchen =
        WorkerPool.<String, String>builder(() -> (dish, job) -> cook(dish, job, toastIsReady))
            .workers(COOKS)
            .dispatch(Dispatch.packed()) // the default
            .start()) {
      JobFuture<String> cake = kitchen.submit("cake");
      Set<String> toasters = new HashSet<>();
      for (JobFuture<String> toast : kitchen.invokeAll(List.of("toast", "toast", "toast"))) {
        toasters.add(toast.join());
      }
      System.out.println("toast is ready, cake is " + (cake.isDone() ? "ready" : "not"));
      toastIsReady.countDown();
      System.out.println("one cook made the toast: " + (toasters.size() == 1));
      System.out.println("the other made the cake: " + !toasters.contains(cake.join()));
    }
  }

  /** Returns who has cooked. */
  private static String cook(String dish, Job job, CountDownLatch toastIsReady)
      throws InterruptedException {
    if (dish.equals("cake")) {
      toastIsReady.await(); // takes longer than all the toast
    }
    return job.worker();
  }
}
// @end
