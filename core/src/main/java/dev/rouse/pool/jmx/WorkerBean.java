package dev.rouse.pool.jmx;

import dev.rouse.pool.WorkerStatistics;

/**
 * Shows the statistics of a worker.
 *
 * @param worker the statistics
 */
record WorkerBean(WorkerStatistics worker) implements WorkerInfo {
  @Override
  public String getName() {
    return worker.name();
  }

  @Override
  public long getPending() {
    return worker.pending();
  }

  @Override
  public long getCompleted() {
    return worker.completed();
  }

  @Override
  public long getFailed() {
    return worker.failed();
  }

  @Override
  public long getCancelled() {
    return worker.cancelled();
  }

  @Override
  public long getRetried() {
    return worker.retried();
  }

  @Override
  public long getElapsedNanos() {
    return worker.elapsedNanos();
  }

  @Override
  public long getBusyNanos() {
    return worker.busyNanos();
  }

  @Override
  public double getBusyShare() {
    return worker.busyShare();
  }

  @Override
  public long getWakes() {
    return worker.wakes();
  }

  @Override
  public long getParks() {
    return worker.parks();
  }

  @Override
  public long[] getWaiting() {
    return worker.waiting().buckets();
  }

  @Override
  public long[] getRunning() {
    return worker.running().buckets();
  }
}
