package dev.rouse.internal.wait;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which thread {@link LockSupport} is to wake: the only thing that a waiter and its wakers share on
 * the heap, because a thread has no place in a region.
 */
final class ParkedThread {
  private static final VarHandle WAITER;

  static {
    try {
      WAITER = MethodHandles.lookup().findVarHandle(ParkedThread.class, "waiter", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The thread that may have to be unparked; null when none has got as far as that. */
  @SuppressWarnings("UnusedVariable") // through the VarHandle
  private @Nullable Thread waiter;

  /** The calling thread is the one to unpark from now on. Called before it announces itself. */
  void enter() {
    // Opaque: the announcement that follows, a CAS, publishes it to whoever takes that away.
    WAITER.setOpaque(this, Thread.currentThread());
  }

  /** No thread is to be unparked any more. */
  void leave() {
    WAITER.setOpaque(this, null);
  }

  /** Unparks the thread, if there is one. Called after its announcement was taken away. */
  void unpark() {
    // Read after the state was taken away, never before: see "exactly one wake" in Waiter.
    LockSupport.unpark((Thread) WAITER.getOpaque(this));
  }
}
