package dev.rouse.pool.jmx;

import dev.rouse.pool.WorkerPool;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Shows a pool to management tools, as a {@link WorkerPoolMXBean} in an MBean server, until it is
 * closed. The server keeps the pool reachable until then. Does not end the pool, and goes on when
 * the pool has ended.
 *
 * <p>The bean is named {@code dev.rouse:type=WorkerPool,name="..."}. Any thread may use this.
 */
@SuppressWarnings("exports") // java.management is optional; who calls this has it
public final class WorkerPoolMonitor implements AutoCloseable {
  private final MBeanServer server;
  private final ObjectName name;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WorkerPoolMonitor(MBeanServer server, ObjectName name) {
    this.server = server;
    this.name = name;
  }

  /**
   * Registers a bean for a pool in the platform's MBean server.
   *
   * @param pool the pool
   * @param name what the pool is called, at least one character; any are allowed, as the name is
   *     quoted
   * @return what takes the bean off again
   * @throws IllegalArgumentException if {@code name} is empty
   * @throws IllegalStateException if a bean with this name is registered
   * @throws SecurityException if the server does not allow it
   */
  public static WorkerPoolMonitor register(WorkerPool<?, ?> pool, String name) {
    return register(pool, name, ManagementFactory.getPlatformMBeanServer());
  }

  /**
   * Registers a bean for a pool.
   *
   * @param pool the pool
   * @param name what the pool is called, at least one character; any are allowed, as the name is
   *     quoted
   * @param server where it is registered
   * @return what takes the bean off again
   * @throws IllegalArgumentException if {@code name} is empty
   * @throws IllegalStateException if a bean with this name is registered
   * @throws SecurityException if the server does not allow it
   */
  public static WorkerPoolMonitor register(WorkerPool<?, ?> pool, String name, MBeanServer server) {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(server, "server");
    if (Objects.requireNonNull(name, "name").isEmpty()) {
      throw new IllegalArgumentException("name: \"\", expected at least one character");
    }
    try {
      var objectName = new ObjectName("dev.rouse:type=WorkerPool,name=" + ObjectName.quote(name));
      server.registerMBean(new StatisticsBean(pool::statistics), objectName);
      return new WorkerPoolMonitor(server, objectName);
    } catch (InstanceAlreadyExistsException e) {
      throw new IllegalStateException(
          "name: \"%s\", expected one that no registered pool has".formatted(name), e);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(
          "name: \"%s\", expected one that can be part of an object name".formatted(name), e);
    } catch (JMException e) {
      throw new AssertionError("a bean that follows the rules was refused", e);
    }
  }

  /**
   * Returns the name of the bean.
   *
   * @return the name
   */
  public ObjectName objectName() {
    return name;
  }

  /**
   * Takes the bean off. Does nothing if it is not registered any more, or if this was closed
   * before: another pool may have the name now.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody was faster.
    } catch (JMException e) {
      throw new AssertionError("the bean has no say in this", e);
    }
  }

  @Override
  public String toString() {
    return "WorkerPoolMonitor[" + name + "]";
  }
}
