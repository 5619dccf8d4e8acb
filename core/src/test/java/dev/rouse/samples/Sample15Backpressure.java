package dev.rouse.samples;

// Step 15: a pool that has enough to do accepts no more. New: a limit, and the three ways to meet
// it: be told at once, wait for some time, or wait until there is space.

// @start region="program"
import dev.rouse.pool.JobFuture;
import dev.rouse.pool.WorkerPool;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A kitchen has space for two orders, and the cook cannot start yet. */
final class Sample15Backpressure {
  private static final int LIMIT = 2; // orders that wait or are being cooked
  private static final int PATIENCE_MILLIS = 20;

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch stoveIsHot = new CountDownLatch(1);
    try (WorkerPool<String, String> kitchen =
        WorkerPool.<String, String>builder(() -> (order, job) -> cook(order, stoveIsHot))
            .workers(1)
            .limit(LIMIT)
            .start()) {
      System.out.println("space for " + kitchen.remaining());
      JobFuture<String> soup = kitchen.submit("soup");
      JobFuture<String> fish = kitchen.submit("fish");
      System.out.println("space for " + kitchen.remaining());

      // @start region="limit"
      if (kitchen.trySubmit("cake") == null) { // does not wait
        System.out.println("no cake now");
      }
      if (kitchen.submit("cake", PATIENCE_MILLIS, TimeUnit.MILLISECONDS) == null) {
        System.out.println("no cake soon");
      }
      stoveIsHot.countDown();
      JobFuture<String> cake = kitchen.submit("cake"); // waits until there is space
      // @end
      System.out.println(soup.join() + ", " + fish.join() + ", " + cake.join());
    }
  }

  private static String cook(String order, CountDownLatch stoveIsHot) throws InterruptedException {
    stoveIsHot.await();
    return "hot " + order;
  }
}
// @end
