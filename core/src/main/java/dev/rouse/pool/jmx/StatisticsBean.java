package dev.rouse.pool.jmx;

import dev.rouse.pool.PoolStatistics;
import java.util.function.Supplier;

/** Shows the statistics of a pool. */
final class StatisticsBean implements WorkerPoolMXBean {
  private final Supplier<PoolStatistics> pool;

  StatisticsBean(Supplier<PoolStatistics> pool) {
    this.pool = pool;
  }

  @Override
  public long getElapsedNanos() {
    return pool.get().elapsedNanos();
  }

  @Override
  public long getAccepted() {
    return pool.get().accepted();
  }

  @Override
  public long getInFlight() {
    return pool.get().inFlight();
  }

  @Override
  public long getCompleted() {
    return pool.get().completed();
  }

  @Override
  public long getFailed() {
    return pool.get().failed();
  }

  @Override
  public long getCancelled() {
    return pool.get().cancelled();
  }

  @Override
  public long getRetried() {
    return pool.get().retried();
  }

  @Override
  public long getExpired() {
    return pool.get().expired();
  }

  @Override
  public long getGivenBack() {
    return pool.get().givenBack();
  }

  @Override
  public long getBusyNanos() {
    return pool.get().busyNanos();
  }

  @Override
  public double getBusyShare() {
    return pool.get().busyShare();
  }

  @Override
  public long getWakes() {
    return pool.get().wakes();
  }

  @Override
  public long getParks() {
    return pool.get().parks();
  }

  @Override
  public long[] getWaiting() {
    return pool.get().waiting().buckets();
  }

  @Override
  public long[] getRunning() {
    return pool.get().running().buckets();
  }

  @Override
  public WorkerInfo[] getWorkers() {
    return pool.get().workers().stream().map(WorkerBean::new).toArray(WorkerInfo[]::new);
  }

  @Override
  public String table() {
    return pool.get().table();
  }
}
