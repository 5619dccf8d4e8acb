package dev.rouse.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testing.Background;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps jobs running until it is opened: a job that comes to it goes on after that. Opened at the
 * end of its block at the latest, so a test that fails there can end its pool.
 */
final class Gate implements AutoCloseable {
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger arrived = new AtomicInteger();

  /** A job comes to the gate, and waits until it is open. */
  void pass() throws InterruptedException {
    arrived.incrementAndGet();
    assertThat(open.await(30, TimeUnit.SECONDS)).as("the gate is opened").isTrue();
  }

  /** Waits until so many jobs have come. */
  void awaitArrivals(int count) {
    Background.until(() -> arrived.get() >= count);
  }

  void open() {
    open.countDown();
  }

  @Override
  public void close() {
    open();
  }
}
