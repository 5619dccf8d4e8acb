package dev.rouse.internal.wait;

import dev.rouse.internal.os.Futex;
import dev.rouse.internal.os.MachineBarrier;
import dev.rouse.internal.os.Membarrier;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Whose threads wait and wake at a waiting end. Decides in what they sleep, and which barrier
 * reaches all of them.
 */
public enum Reach {
  /** Threads of this process. */
  PROCESS {
    @Override
    Futex futex(MemorySegment word) {
      return Futex.of(word);
    }

    @Override
    public boolean isAsymmetric() {
      return Membarrier.isAvailable();
    }

    @Override
    void barrier() {
      Membarrier.barrier();
    }
  },

  /** Threads of any process that has mapped the same file. */
  MACHINE {
    @Override
    Futex futex(MemorySegment word) {
      return Futex.shared(word);
    }

    @Override
    public boolean isAsymmetric() {
      return MachineBarrier.isAvailable();
    }

    @Override
    void barrier() {
      if (MachineBarrier.isAvailable()) {
        MachineBarrier.barrier();
      } else if (!MachineBarrier.tryBarrier()) {
        awaitStores();
      }
    }

    @Override
    public void heavyFence() {
      // In any case: an earlier waiter of another process may have been HOT when it was closed.
      barrier();
    }
  };

  private static final long STORES_ARE_VISIBLE_NANOS = 1_000_000;

  /** Returns a futex on a state word; only where {@link Futex#isAvailable}. */
  abstract Futex futex(MemorySegment word);

  /**
   * Tells whether the barriers are asymmetric. Then a publisher of this process need not fence
   * while its waiter is HOT, and a waiter of this process may become HOT. Each side decides for
   * itself: a publisher whose process is not registered always fences, which is enough whatever the
   * waiter does.
   *
   * @return true if this process is registered for the barrier
   */
  public abstract boolean isAsymmetric();

  /**
   * Makes every thread that need not fence execute a full barrier, this one included. Also works in
   * a process of which {@link #isAsymmetric} is false: its waiters are never HOT, but an earlier
   * one of another process may have been.
   */
  abstract void barrier();

  /**
   * Stands in for a barrier that this process cannot make. A store leaves its store buffer within
   * some hundred nanoseconds, and a thread that does not run has executed a barrier when it was
   * descheduled.
   */
  private static void awaitStores() {
    VarHandle.fullFence();
    long start = System.nanoTime();
    while (System.nanoTime() - start < STORES_ARE_VISIBLE_NANOS) {
      Thread.onSpinWait();
    }
    VarHandle.fullFence();
  }

  /**
   * The waiter's barrier between finding the end closed and looking for what was published: a
   * publisher whose publish that look misses finds the end closed. Heavy, because the publisher may
   * have read HOT and not fenced.
   */
  public void heavyFence() {
    if (isAsymmetric()) {
      barrier();
    } else {
      VarHandle.fullFence();
    }
  }
}
