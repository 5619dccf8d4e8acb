package dev.rouse.jmh.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The processor time of the threads that run Java code in this process: the ones that wait, and
 * those of a library. Not the compilers', the collector's and the JVM's own, which take several
 * times as much in a process that does nothing.
 */
public final class JavaThreadsCpu {
  private JavaThreadsCpu() {}

  /** Returns the time of all live ones but the calling thread, in nanoseconds. */
  public static long nanosOfOthers() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      if (id != Thread.currentThread().threadId()) {
        nanos += Math.max(0, threads.getThreadCpuTime(id)); // -1 if it has ended
      }
    }
    return nanos;
  }
}
