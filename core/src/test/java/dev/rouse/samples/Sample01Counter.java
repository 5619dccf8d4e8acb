package dev.rouse.samples;

// Step 1: several threads count together. The simplest block: nobody waits for anybody.

// @start region="program"
import dev.rouse.counter.AtomicCounter;
import java.util.ArrayList;
import java.util.List;

/** Three threads count to a thousand on the same counter. */
final class Sample01Counter {
  private static final int THREADS = 3;
  private static final int ROUNDS = 1000;

  public static void main(String[] args) throws InterruptedException {
    AtomicCounter counter = AtomicCounter.allocate(); // 0, in memory outside the heap
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(Thread.ofPlatform().start(() -> count(counter)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(counter.get());
  }

  private static void count(AtomicCounter counter) {
    for (int i = 0; i < ROUNDS; i++) {
      counter.incrementAndGet(); // none is lost, whoever else counts
    }
  }
}
// @end
