package dev.rouse.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The Linux system calls that the wait protocol uses, through the C library's {@code syscall}.
 * Everything is {@code static final}, so that the calls are compiled to direct ones.
 */
final class SystemCalls {
  /** Stands for the number of a system call on an unsupported processor. */
  private static final long UNKNOWN = -1;

  private static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");
  private static final boolean AARCH64 = System.getProperty("os.arch").equals("aarch64");

  private static final long FUTEX = AMD64 ? 202 : AARCH64 ? 98 : UNKNOWN;
  private static final long MEMBARRIER = AMD64 ? 324 : AARCH64 ? 283 : UNKNOWN;
  private static final long FUTEX_WAITV = 449; // on all processors
  private static final long CLOCK_MONOTONIC = 1;

  /** Why there are no system calls, or null where there are. */
  static final @Nullable String UNAVAILABLE = whyUnavailable();

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final @Nullable MethodHandle MEMBARRIER_CALL =
      UNAVAILABLE != null
          ? null
          : link(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final @Nullable MethodHandle FUTEX_CALL =
      UNAVAILABLE != null
          ? null
          : link(
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));

  private static final @Nullable MethodHandle FUTEX_WAITV_CALL =
      UNAVAILABLE != null
          ? null
          : link(
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));

  // The same without the error number, for which each thread would have to allocate memory.
  private static final @Nullable MethodHandle MEMBARRIER_WITHOUT_ERROR =
      UNAVAILABLE != null
          ? null
          : linkWithoutError(
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final @Nullable MethodHandle FUTEX_WITHOUT_ERROR =
      UNAVAILABLE != null
          ? null
          : linkWithoutError(
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, ADDRESS));

  private SystemCalls() {}

  private static @Nullable String whyUnavailable() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return "the operating system is " + System.getProperty("os.name") + ", not Linux";
    }
    if (MEMBARRIER == UNKNOWN) {
      return "the processor architecture is " + System.getProperty("os.arch");
    }
    Module module = SystemCalls.class.getModule();
    if (!module.isNativeAccessEnabled()) {
      return "native access is not enabled: start Java with --enable-native-access="
          + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }
    if (Linker.nativeLinker().defaultLookup().find("syscall").isEmpty()) {
      return "the C library has no function syscall";
    }
    return null;
  }

  @SuppressWarnings("restricted") // the module is checked for native access above
  private static MethodHandle link(FunctionDescriptor descriptor) {
    return Linker.nativeLinker()
        .downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
            descriptor,
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));
  }

  @SuppressWarnings("restricted") // the module is checked for native access above
  private static MethodHandle linkWithoutError(FunctionDescriptor descriptor) {
    return Linker.nativeLinker()
        .downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
            descriptor,
            Linker.Option.firstVariadicArg(1));
  }

  /**
   * Calls {@code membarrier(command, 0, 0)}.
   *
   * @return the call's result, negative if it failed
   */
  static long membarrierWithoutError(long command) {
    try {
      MethodHandle call = required(MEMBARRIER_WITHOUT_ERROR);
      return (long) call.invokeExact(MEMBARRIER, command, 0L, 0L);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * Calls {@code futex(word, operation, value, NULL)}.
   *
   * @return the call's result, negative if it failed
   */
  static long futexWithoutError(MemorySegment word, long operation, long value) {
    try {
      MethodHandle call = required(FUTEX_WITHOUT_ERROR);
      return (long) call.invokeExact(FUTEX, word, operation, value, MemorySegment.NULL);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Returns the layout of the memory in which a call leaves its error number. */
  static MemoryLayout errorLayout() {
    return CALL_STATE;
  }

  /**
   * Calls {@code membarrier(command, 0, 0)}.
   *
   * @param error receives the error number
   * @return the call's result, or the negated error number
   */
  static long membarrier(MemorySegment error, long command) {
    try {
      MethodHandle call = required(MEMBARRIER_CALL);
      return result((long) call.invokeExact(error, MEMBARRIER, command, 0L, 0L), error);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * Calls {@code futex(word, operation, value, timeout)}.
   *
   * @param error receives the error number
   * @return the call's result, or the negated error number
   */
  static long futex(
      MemorySegment error, MemorySegment word, long operation, long value, MemorySegment timeout) {
    try {
      MethodHandle call = required(FUTEX_CALL);
      return result((long) call.invokeExact(error, FUTEX, word, operation, value, timeout), error);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * Calls {@code futex_waitv(waiters, count, 0, timeout, CLOCK_MONOTONIC)}.
   *
   * @param error receives the error number
   * @return the call's result, or the negated error number
   */
  static long futexWaitv(
      MemorySegment error, MemorySegment waiters, long count, MemorySegment timeout) {
    try {
      MethodHandle call = required(FUTEX_WAITV_CALL);
      return result(
          (long) call.invokeExact(error, FUTEX_WAITV, waiters, count, 0L, timeout, CLOCK_MONOTONIC),
          error);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static MethodHandle required(@Nullable MethodHandle call) {
    if (call == null) {
      throw new UnsupportedOperationException("no system calls: " + UNAVAILABLE);
    }
    return call;
  }

  static int result(int result, MemorySegment error) {
    return (int) result((long) result, error);
  }

  private static long result(long result, MemorySegment error) {
    return result >= 0 ? result : -(int) ERRNO.get(error, 0L);
  }

  static RuntimeException unexpected(Throwable t) {
    if (t instanceof RuntimeException e) {
      return e;
    }
    if (t instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(t);
  }

  /** The layout of a C {@code struct timespec} on the 64-bit systems that are supported. */
  static final MemoryLayout TIMESPEC =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_LONG.withName("tv_sec"), ValueLayout.JAVA_LONG.withName("tv_nsec"));
}
