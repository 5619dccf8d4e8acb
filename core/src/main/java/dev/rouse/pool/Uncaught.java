package dev.rouse.pool;

/** Tells the thread's handler of uncaught exceptions what user code has thrown. */
final class Uncaught {
  private Uncaught() {}

  /** Never throws: as in the JVM, what the handler itself throws is ignored. */
  static void tell(Throwable thrown) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable t) {
      // There is nobody left to tell.
    }
  }
}
