package dev.rouse.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells at once that a process has ended, whoever has started it: a daemon thread sleeps in {@code
 * poll(2)} on process descriptors ({@code pidfd_open(2)}). When it tells, the system has released
 * the locks of the process.
 *
 * <p>A process is only named by its id, and that may be the id of another one by the time it is
 * watched. So this is a hint to look, and says nothing about any process.
 */
public final class ProcessExits {
  /** How many processes are watched at a time; there is no hint for more. */
  private static final int MOST = 256;

  private static final long PIDFD_OPEN = 434; // on all processors
  private static final int EFD_CLOEXEC = 02000000;
  private static final short POLLIN = 1;

  /** How long the daemon sleeps at most: then it looks which watches nobody has any more. */
  private static final int SWEEP_MILLIS = 60_000;

  /** Where the daemon rests if the system refuses to let it sleep. */
  private static final long PAUSE_NANOS = 1_000_000;

  /** A C {@code struct pollfd}. */
  private static final MemoryLayout POLLFD =
      MemoryLayout.structLayout(
          JAVA_INT.withName("fd"),
          ValueLayout.JAVA_SHORT.withName("events"),
          ValueLayout.JAVA_SHORT.withName("revents"));

  private static final long EVENTS = Integer.BYTES;
  private static final long REVENTS = EVENTS + Short.BYTES;

  private static final @Nullable MethodHandle SYSCALL =
      link("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);
  private static final @Nullable MethodHandle POLL =
      link("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), -1);
  private static final @Nullable MethodHandle EVENTFD =
      link("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), -1);
  private static final @Nullable MethodHandle READ =
      link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), -1);
  private static final @Nullable MethodHandle WRITE =
      link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), -1);

  private static final ProcessExits SERVICE = new ProcessExits();

  /** Guarded by itself. */
  private final List<Watch> watches = new ArrayList<>();

  /** What the daemon sleeps on besides the processes, to be told of new ones; less than 0: none. */
  private int control = -1;

  private final MemorySegment one = Arena.ofAuto().allocate(JAVA_LONG);

  // The daemon's own.
  private final MemorySegment polled = Arena.ofAuto().allocate(POLLFD, MOST + 1L);
  private final MemorySegment read = Arena.ofAuto().allocate(JAVA_LONG);

  private ProcessExits() {
    one.set(JAVA_LONG, 0, 1);
  }

  @SuppressWarnings("restricted") // the module is checked for native access before
  private static @Nullable MethodHandle link(
      String function, FunctionDescriptor descriptor, int firstVariadic) {
    if (SystemCalls.UNAVAILABLE != null || !FileCalls.isAvailable()) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(function)
        .map(
            address ->
                firstVariadic < 0
                    ? linker.downcallHandle(address, descriptor)
                    : linker.downcallHandle(
                        address, descriptor, Linker.Option.firstVariadicArg(firstVariadic)))
        .orElse(null);
  }

  /**
   * Tells whether the calls can be made.
   *
   * @return true on Linux from 5.3 on, if native access is granted
   */
  public static boolean isAvailable() {
    return Probe.AVAILABLE;
  }

  /**
   * Begins to watch a process.
   *
   * @param pid its id, which may be any number
   * @param owner for whom: the watch ends when it cannot be reached any more
   * @param onExit called once by the daemon with the owner when the process has ended; does not
   *     block, and does not refer to the owner
   * @param <T> the type of the owner
   * @return the watch, or null if there is no such process, or it cannot be watched
   */
  public static <T> @Nullable Watch watch(long pid, T owner, Consumer<? super T> onExit) {
    if (!isAvailable() || pid <= 0 || pid > Integer.MAX_VALUE) {
      return null;
    }
    return SERVICE.begin(pid, owner, onExit);
  }

  private <T> @Nullable Watch begin(long pid, T owner, Consumer<? super T> onExit) {
    synchronized (watches) {
      if (watches.size() == MOST || !start()) {
        return null;
      }
      int descriptor = open(pid);
      if (descriptor < 0) {
        return null;
      }
      Watch watch;
      try {
        WeakReference<T> reference = new WeakReference<>(owner);
        watch =
            new Watch(
                descriptor,
                reference,
                () -> {
                  T still = reference.get();
                  if (still != null) {
                    onExit.accept(still);
                  }
                });
        watches.add(watch);
      } catch (Error e) { // no memory
        FileCalls.close(descriptor);
        throw e;
      }
      tellDaemon();
      return watch;
    }
  }

  /** Starts the daemon, once; returns false if the system refuses what it needs. */
  private boolean start() {
    if (control >= 0) {
      return true;
    }
    try {
      control = (int) SystemCalls.required(EVENTFD).invokeExact(0, EFD_CLOEXEC);
    } catch (Throwable t) {
      throw SystemCalls.unexpected(t);
    }
    if (control < 0) {
      return false;
    }
    boolean started = false;
    try {
      Thread.ofPlatform()
          .daemon()
          .name("rouse-exits")
          .inheritInheritableThreadLocals(false)
          .start(this::serve);
      started = true;
      return true;
    } finally {
      if (!started) { // too many threads: the next call tries again
        FileCalls.close(control);
        control = -1;
      }
    }
  }

  /** Returns a descriptor of a process, which is closed in children; less than 0 if it fails. */
  private static int open(long pid) {
    try {
      return (int) (long) SystemCalls.required(SYSCALL).invokeExact(PIDFD_OPEN, pid, 0L);
    } catch (Throwable t) {
      throw SystemCalls.unexpected(t);
    }
  }

  private void tellDaemon() {
    try {
      long ignored =
          (long) SystemCalls.required(WRITE).invokeExact(control, one, (long) Long.BYTES);
    } catch (Throwable t) {
      throw SystemCalls.unexpected(t);
    }
  }

  private void serve() {
    while (true) {
      try {
        serveOnce();
      } catch (Throwable t) { // for lack of memory, perhaps: who waits also looks by itself
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  private void serveOnce() throws Throwable {
    List<Watch> current = current();
    put(0, control);
    for (int i = 0; i < current.size(); i++) {
      put(i + 1, current.get(i).descriptor);
    }
    int ready =
        (int) SystemCalls.required(POLL).invokeExact(polled, current.size() + 1L, SWEEP_MILLIS);
    if (ready < 0) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
      return;
    }
    if (isReady(0)) {
      long ignored =
          (long) SystemCalls.required(READ).invokeExact(control, read, (long) Long.BYTES);
    }
    for (int i = 0; i < current.size(); i++) {
      if (isReady(i + 1)) {
        Watch watch = current.get(i);
        watch.ended = true;
        watch.onExit.run();
      }
    }
  }

  /** Returns those that are still wanted, and closes the others: only the daemon closes. */
  private List<Watch> current() {
    synchronized (watches) {
      for (Iterator<Watch> all = watches.iterator(); all.hasNext(); ) {
        Watch watch = all.next();
        if (watch.ended || watch.owner.refersTo(null)) {
          all.remove(); // first: its number may be that of another file as soon as it is closed
          FileCalls.close(watch.descriptor);
        }
      }
      return List.copyOf(watches);
    }
  }

  private void put(int index, int descriptor) {
    long at = index * POLLFD.byteSize();
    polled.set(JAVA_INT, at, descriptor);
    polled.set(ValueLayout.JAVA_SHORT, at + EVENTS, POLLIN);
    polled.set(ValueLayout.JAVA_SHORT, at + REVENTS, (short) 0);
  }

  private boolean isReady(int index) {
    return polled.get(ValueLayout.JAVA_SHORT, index * POLLFD.byteSize() + REVENTS) != 0;
  }

  /** A process that is watched. */
  public static final class Watch {
    private final int descriptor;
    private final WeakReference<?> owner;
    private final Runnable onExit;
    private volatile boolean ended;

    private Watch(int descriptor, WeakReference<?> owner, Runnable onExit) {
      this.descriptor = descriptor;
      this.owner = owner;
      this.onExit = onExit;
    }

    /** Ends the watch; what was told is told. */
    public void end() {
      if (!ended) {
        ended = true;
        SERVICE.tellDaemon();
      }
    }
  }

  private static final class Probe {
    static final boolean AVAILABLE =
        SYSCALL != null
            && POLL != null
            && EVENTFD != null
            && READ != null
            && WRITE != null
            && works();

    private static boolean works() {
      int descriptor = open(ProcessHandle.current().pid());
      if (descriptor >= 0) {
        FileCalls.close(descriptor);
      }
      return descriptor >= 0;
    }
  }
}
