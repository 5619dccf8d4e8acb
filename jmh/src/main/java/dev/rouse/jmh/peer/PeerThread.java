package dev.rouse.jmh.peer;

import org.jspecify.annotations.Nullable;

/** A peer that is a thread of this process. */
final class PeerThread implements Peer {
  private static final long MOST_MILLIS = 10_000;

  private final Task task;
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  PeerThread(Task task) {
    this.task = task;
    this.thread = Thread.ofPlatform().name("peer").daemon().start(this::run);
  }

  private void run() {
    try {
      Role.run(task);
    } catch (Throwable t) {
      failure = t;
    }
  }

  @Override
  public void requireAlive() {
    requireSuccess();
    if (!thread.isAlive()) {
      throw new IllegalStateException("the peer has ended");
    }
  }

  private void requireSuccess() {
    if (failure != null) {
      throw new IllegalStateException("the peer failed", failure);
    }
  }

  @Override
  public long cpuNanos() {
    throw new UnsupportedOperationException("the processor time of a thread");
  }

  @Override
  public long kill() {
    throw new UnsupportedOperationException("the death of a thread");
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    thread.join(MOST_MILLIS);
    requireSuccess();
    if (thread.isAlive()) {
      thread.interrupt();
      throw new IllegalStateException("the peer did not end: " + task);
    }
  }
}
