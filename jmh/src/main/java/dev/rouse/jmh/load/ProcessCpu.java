package dev.rouse.jmh.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;

/**
 * The processor time of this process, with all of its threads. On Linux the system's clock is read,
 * because the JDK's counts in steps of ten milliseconds.
 */
public final class ProcessCpu {
  /** Of {@code clock_gettime} on Linux: {@code CLOCK_PROCESS_CPUTIME_ID}. */
  private static final int CLOCK = 2;

  private static final long NANOS = 1_000_000_000L;

  private ProcessCpu() {}

  /** Returns the processor time in nanoseconds. */
  public static long nanos() {
    return System.getProperty("os.name").equals("Linux") ? Native.nanos() : ofJdk();
  }

  private static long ofJdk() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** The call into the system. */
  @SuppressWarnings("restricted")
  private static final class Native {
    private static final MethodHandle CLOCK_GETTIME =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private static long nanos() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2); // seconds, nanoseconds
        int result = (int) CLOCK_GETTIME.invokeExact(CLOCK, time);
        if (result != 0) {
          throw new IllegalStateException("clock_gettime: " + result + ", expected 0");
        }
        return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * NANOS
            + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
      } catch (Error | RuntimeException e) {
        throw e;
      } catch (Throwable t) {
        throw new IllegalStateException("clock_gettime failed", t);
      }
    }
  }
}
