package dev.rouse.pool.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.pool.PoolStatistics;
import dev.rouse.pool.TimeHistogram;
import dev.rouse.pool.WorkerPool;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerPoolMonitorTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final WorkerPool<Long, Long> pool =
      WorkerPool.<Long, Long>builder(
              () ->
                  (job, context) -> {
                    if (job < 0) {
                      throw new IllegalArgumentException("negative");
                    }
                    return job;
                  })
          .workers(2)
          .name("monitored")
          .timeEveryJob(true)
          .start();

  @BeforeEach
  void doSomeJobs() throws Exception {
    for (long i = -1; i < 10; i++) {
      pool.submit(i).exceptionally(e -> 0L).get(30, TimeUnit.SECONDS);
    }
    assertThat(pool.awaitQuiescence(30, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void end() {
    pool.close();
  }

  @Test
  void attributesAreOfPlainTypes() throws Exception {
    try (var monitor = WorkerPoolMonitor.register(pool, "plain")) {
      var name = monitor.objectName();
      assertThat(name.toString()).isEqualTo("dev.rouse:type=WorkerPool,name=\"plain\"");
      assertThat(server.getAttribute(name, "Accepted")).isEqualTo(11L);
      assertThat(server.getAttribute(name, "Completed")).isEqualTo(10L);
      assertThat(server.getAttribute(name, "Failed")).isEqualTo(1L);
      assertThat((long[]) server.getAttribute(name, "Running")).hasSize(TimeHistogram.BUCKETS);
      var workers = (CompositeData[]) server.getAttribute(name, "Workers");
      assertThat(workers).hasSize(2);
      assertThat(workers[0].get("name")).isEqualTo("monitored-1");
      assertThat((long) workers[0].get("completed") + (long) workers[1].get("completed"))
          .isEqualTo(10);
      assertThat((String) server.invoke(name, "table", new Object[0], new String[0]))
          .contains("worker", "monitored-2", "pool");
    }
  }

  /** As a program that monitors another one does it. */
  @Test
  void aProxyShowsWhatThePoolSays() throws Exception {
    pool.close(); // so that nothing changes but the time
    try (var monitor = WorkerPoolMonitor.register(pool, "proxy")) {
      var bean = JMX.newMXBeanProxy(server, monitor.objectName(), WorkerPoolMXBean.class);
      PoolStatistics now = pool.statistics();
      assertThat(bean.getAccepted()).isEqualTo(now.accepted());
      assertThat(bean.getInFlight()).isEqualTo(now.inFlight());
      assertThat(bean.getCompleted()).isEqualTo(now.completed());
      assertThat(bean.getFailed()).isEqualTo(now.failed());
      assertThat(bean.getCancelled()).isEqualTo(now.cancelled());
      assertThat(bean.getRetried()).isEqualTo(now.retried());
      assertThat(bean.getExpired()).isEqualTo(now.expired());
      assertThat(bean.getGivenBack()).isEqualTo(now.givenBack());
      assertThat(bean.getBusyNanos()).isEqualTo(now.busyNanos()).isPositive();
      assertThat(bean.getBusyShare()).isBetween(0.0, 1.0);
      assertThat(bean.getElapsedNanos()).isGreaterThanOrEqualTo(now.elapsedNanos());
      assertThat(bean.getParks()).isEqualTo(now.parks()).isPositive();
      assertThat(bean.getWakes()).isEqualTo(now.wakes());
      assertThat(TimeHistogram.of(bean.getWaiting())).isEqualTo(now.waiting());
      assertThat(TimeHistogram.of(bean.getRunning())).isEqualTo(now.running());
      assertThat(now.running().count()).isEqualTo(11);
      for (int i = 0; i < 2; i++) {
        WorkerInfo shown = bean.getWorkers()[i];
        var worker = now.workers().get(i);
        assertThat(shown.getName()).isEqualTo(worker.name());
        assertThat(shown.getPending()).isEqualTo(worker.pending());
        assertThat(shown.getCompleted()).isEqualTo(worker.completed());
        assertThat(shown.getFailed()).isEqualTo(worker.failed());
        assertThat(shown.getCancelled()).isEqualTo(worker.cancelled());
        assertThat(shown.getRetried()).isEqualTo(worker.retried());
        assertThat(shown.getBusyNanos()).isEqualTo(worker.busyNanos());
        assertThat(shown.getBusyShare()).isBetween(0.0, 1.0);
        assertThat(shown.getElapsedNanos()).isGreaterThanOrEqualTo(worker.elapsedNanos());
        assertThat(shown.getWakes()).isEqualTo(worker.wakes());
        assertThat(shown.getParks()).isEqualTo(worker.parks());
        assertThat(shown.getWaiting()).isEqualTo(worker.waiting().buckets());
        assertThat(shown.getRunning()).isEqualTo(worker.running().buckets());
      }
    }
  }

  @Test
  void anyNameIsQuoted() throws Exception {
    String odd = "a,b=c:\"d\"*?\\\n";
    try (var monitor = WorkerPoolMonitor.register(pool, odd)) {
      assertThat(javax.management.ObjectName.unquote(monitor.objectName().getKeyProperty("name")))
          .isEqualTo(odd);
      assertThat(server.isRegistered(monitor.objectName())).isTrue();
      assertThat(monitor.toString()).contains("WorkerPool");
    }
  }

  @Test
  void aNameIsFreeAfterTheClose() {
    WorkerPoolMonitor first = WorkerPoolMonitor.register(pool, "twice");
    assertThatIllegalStateException()
        .isThrownBy(() -> WorkerPoolMonitor.register(pool, "twice"))
        .withMessage("name: \"twice\", expected one that no registered pool has");
    first.close();
    assertThat(server.isRegistered(first.objectName())).isFalse();
    try (var second = WorkerPoolMonitor.register(pool, "twice")) {
      first.close(); // has nothing to do with the second one
      assertThat(server.isRegistered(second.objectName())).isTrue();
    }
  }

  @Test
  void aBeanThatSomebodyHasTakenOffCanBeClosed() throws Exception {
    WorkerPoolMonitor monitor = WorkerPoolMonitor.register(pool, "gone");
    server.unregisterMBean(monitor.objectName());
    monitor.close();
    assertThat(server.isRegistered(monitor.objectName())).isFalse();
  }

  @Test
  void anEmptyNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkerPoolMonitor.register(pool, ""))
        .withMessage("name: \"\", expected at least one character");
  }
}
