package dev.rouse.jmh.compare.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkMeterTest {
  @Test
  void workAndTheClockAreTakenOutOfWaiting() {
    WorkMeter meter = new WorkMeter(1, 10);
    meter.start(1000);
    work(meter, 2000, 2110);
    work(meter, 3000, 3110);
    meter.end(4000);
    assertThat(meter.workNanos()).isEqualTo(2 * 100);
    assertThat(meter.waitingNanos()).isEqualTo(3000 - 2 * 100 - 4 * 10);
  }

  @Test
  void aSampleStandsForAllBlocks() {
    WorkMeter meter = new WorkMeter(2, 0);
    meter.start(0);
    work(meter, 100, 150);
    assertThat(meter.measuresNext()).isFalse();
    work(meter, 300, 370);
    assertThat(meter.measuresNext()).isFalse();
    meter.end(1000);
    assertThat(meter.workNanos()).isEqualTo(4 * 60);
    assertThat(meter.waitingNanos()).isEqualTo(1000 - 4 * 60);
  }

  @Test
  void aWorkerWithoutBlocksOnlyWaits() {
    WorkMeter meter = new WorkMeter(1, 10);
    meter.start(5);
    meter.end(25);
    assertThat(meter.workNanos()).isZero();
    assertThat(meter.waitingNanos()).isEqualTo(20);
  }

  private static void work(WorkMeter meter, long start, long end) {
    assertThat(meter.measuresNext()).isTrue();
    meter.workStarts(start);
    meter.workEnds(end);
  }
}
