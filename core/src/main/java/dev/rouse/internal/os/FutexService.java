package dev.rouse.internal.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sleeps in shared futexes for threads that must not block in one, that is, virtual ones: a daemon
 * thread waits for up to 127 words at a time ({@code futex_waitv(2)}) and unparks the threads whose
 * words are woken. There is one daemon for each 127 sleeping threads; it is started when it is
 * first needed, and stays.
 */
public final class FutexService {
  /** How many words one call takes, less the daemon's own. */
  private static final int MOST_WORDS = 127;

  private static final long SIZE_U32 = 2;
  private static final long PRIVATE = 128;
  private static final int EINVAL = 22;

  /** After this time the daemon looks for threads that have left on their own. */
  private static final long SWEEP_NANOS = 1_000_000_000;

  /** Where the daemon rests if the system refuses to let it sleep. */
  private static final long PAUSE_NANOS = 1_000_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** A C {@code struct futex_waitv}. */
  private static final MemoryLayout WAITER =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_LONG.withName("val"),
          ValueLayout.JAVA_LONG.withName("uaddr"),
          ValueLayout.JAVA_INT.withName("flags"),
          MemoryLayout.paddingLayout(4));

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle();

  private static final List<FutexService> SERVICES = new ArrayList<>();

  private final Queue<Sleeper> incoming = new ConcurrentLinkedQueue<>();

  /** How many threads this daemon has to wake, at most {@link #MOST_WORDS}. */
  private final AtomicInteger sleepers = new AtomicInteger();

  /** Changes whenever there is something new for the daemon, which sleeps on it, too. */
  private final MemorySegment control = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);

  private final Futex controlFutex = Futex.of(control);

  // The daemon's own.
  private final List<Sleeper> served = new ArrayList<>();
  private final MemorySegment waiters = Arena.ofAuto().allocate(WAITER, MOST_WORDS + 1);
  private final MemorySegment time = Arena.ofAuto().allocate(SystemCalls.TIMESPEC);
  private final MemorySegment error = Arena.ofAuto().allocate(SystemCalls.errorLayout());

  private FutexService() {}

  /**
   * Tells whether the system has the call.
   *
   * @return true on Linux from 5.16 on, if native access is granted
   */
  public static boolean isAvailable() {
    return Probe.AVAILABLE;
  }

  /**
   * Parks the calling thread until the word is woken. May return for any other reason, also because
   * the word has another value, the time is up or the thread is interrupted.
   *
   * @param word the 32-bit word, in a mapped file
   * @param value the value that the word must have
   * @param timeoutNanos the longest time to sleep in nanoseconds, more than 0
   */
  public static void sleep(MemorySegment word, int value, long timeoutNanos) {
    Sleeper sleeper = new Sleeper(word, value, Thread.currentThread());
    FutexService service = reserve();
    try {
      service.incoming.add(sleeper);
      service.call();
      LockSupport.parkNanos(service, timeoutNanos);
    } finally {
      sleeper.hasLeft = true;
      service.sleepers.decrementAndGet();
    }
  }

  /** Returns a service that has room for one more, which then is taken. */
  private static FutexService reserve() {
    synchronized (SERVICES) {
      for (FutexService service : SERVICES) {
        if (service.sleepers.get() < MOST_WORDS) {
          service.sleepers.incrementAndGet();
          return service;
        }
      }
      FutexService service = new FutexService();
      service.sleepers.incrementAndGet();
      Thread.ofPlatform()
          .daemon()
          .name("rouse-futex-" + SERVICES.size())
          .inheritInheritableThreadLocals(false)
          .start(service::serve);
      SERVICES.add(service);
      return service;
    }
  }

  /** Makes the daemon look for what is new. */
  private void call() {
    WORD.getAndAdd(control, 0L, 1);
    controlFutex.wake();
  }

  private void serve() {
    while (true) {
      try {
        serveOnce();
      } catch (
          Throwable t) { // for lack of memory, perhaps: those who sleep look again by themselves
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void serveOnce() {
    // Read first: a thread that comes later changes it, so that the sleep ends at once.
    int seen = (int) WORD.getVolatile(control, 0L);
    for (Sleeper next; (next = incoming.poll()) != null; ) {
      served.add(next);
    }
    served.removeIf(Sleeper::isDone);
    if (!sleepUntilWoken(seen)) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }

  /** Returns false if the system refuses. */
  private boolean sleepUntilWoken(int seen) {
    if (served.isEmpty()) {
      return controlFutex.sleep(seen, Long.MAX_VALUE);
    }
    put(0, control, seen, SIZE_U32 | PRIVATE);
    // All of them had a place when they were looked at, so there are not more than places.
    for (int i = 0; i < served.size(); i++) {
      put(i + 1, served.get(i).word, served.get(i).value, SIZE_U32);
    }
    // Absolute, and of the clock that nanoTime reads.
    long until = System.nanoTime() + SWEEP_NANOS;
    time.set(ValueLayout.JAVA_LONG, 0, until / NANOS_PER_SECOND);
    time.set(ValueLayout.JAVA_LONG, Long.BYTES, until % NANOS_PER_SECOND);
    // Woken, or a word has changed, or the time is up: the words are looked at in any case.
    return SystemCalls.futexWaitv(error, waiters, served.size() + 1, time) != -EINVAL;
  }

  private void put(int index, MemorySegment word, int value, long flags) {
    long at = index * WAITER.byteSize();
    waiters.set(ValueLayout.JAVA_LONG, at, value & 0xffff_ffffL);
    waiters.set(ValueLayout.JAVA_LONG, at + Long.BYTES, word.address());
    waiters.set(ValueLayout.JAVA_INT, at + 2 * Long.BYTES, (int) flags);
  }

  /** A thread that sleeps; removed by the daemon once it is awake. */
  private static final class Sleeper {
    private final MemorySegment word;
    private final int value;
    private final Thread thread;
    private volatile boolean hasLeft;

    Sleeper(MemorySegment word, int value, Thread thread) {
      this.word = word;
      this.value = value;
      this.thread = thread;
    }

    /** Tells whether the thread need not be woken any more; wakes it if its word has changed. */
    boolean isDone() {
      if (hasLeft) {
        return true;
      }
      boolean holds;
      try {
        holds = (int) WORD.getVolatile(word, 0L) == value;
      } catch (InternalError e) {
        holds = false; // the file was truncated: its own thread finds that out
      }
      if (!holds) {
        LockSupport.unpark(thread);
      }
      return !holds;
    }
  }

  private static final class Probe {
    // Without words there is nothing to wait for, which is an error, but not the one that says that
    // there is no such call.
    static final boolean AVAILABLE =
        Futex.isAvailable()
            && SystemCalls.futexWaitv(
                    Arena.ofAuto().allocate(SystemCalls.errorLayout()),
                    MemorySegment.NULL,
                    0,
                    MemorySegment.NULL)
                == -EINVAL;
  }
}
