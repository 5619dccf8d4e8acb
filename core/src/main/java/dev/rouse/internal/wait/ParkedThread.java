package dev.rouse.internal.wait;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that {@link LockSupport} must wake. It is the only thing that a waiter and its wakers
 * share on the heap, because a region cannot hold a reference to a thread.
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

  /** The thread that may have to be unparked, or null. */
  @SuppressWarnings("UnusedVariable") // through the VarHandle
  private @Nullable Thread waiter;

  /** Makes the calling thread the one to unpark. Called before it announces itself. */
  void enter() {
    // Opaque: the announcement that follows, a CAS, publishes it to whoever takes that away.
    WAITER.setOpaque(this, Thread.currentThread());
  }

  /** Ends what {@link #enter} began: there is no thread to unpark. */
  void leave() {
    WAITER.setOpaque(this, null);
  }

  /** Tells whether a thread is between {@link #enter} and {@link #leave}. */
  boolean isPresent() {
    return WAITER.getOpaque(this) != null;
  }

  /** Unparks the thread, if there is one. Called after its announcement was claimed. */
  void unpark() {
    // Read after the announcement was claimed, never before: see "exactly one wake" in Waiter.
    LockSupport.unpark((Thread) WAITER.getOpaque(this));
  }
}
