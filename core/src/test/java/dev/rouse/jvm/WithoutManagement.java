package dev.rouse.jvm;

import dev.rouse.pool.WorkerPool;

/**
 * A program that uses a pool and its statistics where there is no module {@code java.management};
 * {@link WithoutManagementTest} runs it in JVMs of its own.
 */
final class WithoutManagement {
  private WithoutManagement() {}

  public static void main(String[] args) throws Exception {
    try (WorkerPool<Long, Long> pool =
        WorkerPool.<Long, Long>builder(() -> (job, context) -> job).workers(1).start()) {
      long reply = pool.submit(7L).get();
      boolean has = ModuleLayer.boot().findModule("java.management").isPresent();
      boolean isNamed = pool.getClass().getModule().isNamed();
      String table = pool.statistics().table();
      System.out.printf(
          "reply %d, management %s, module %s, lines %d",
          reply, has, isNamed, table.lines().count());
    }
  }
}
