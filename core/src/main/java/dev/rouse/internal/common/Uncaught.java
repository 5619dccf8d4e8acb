package dev.rouse.internal.common;

/** Tells the thread's handler of uncaught exceptions what user code has thrown. */
public final class Uncaught {
  private Uncaught() {}

  /**
   * Tells the handler. Never throws: as in the JVM, what the handler itself throws is ignored.
   *
   * @param thrown what was thrown
   */
  public static void tell(Throwable thrown) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable t) {
      // There is nobody left to tell.
    }
  }
}
