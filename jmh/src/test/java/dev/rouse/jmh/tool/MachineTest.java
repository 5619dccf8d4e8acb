package dev.rouse.jmh.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final String REST =
      Runtime.getRuntime().availableProcessors()
          + " processors, %s"
          + System.getProperty("os.name");

  @Test
  void aHypervisorMakesItAVirtualMachine() {
    assertThat(
            Machine.describe(List.of("model name\t: Some CPU", "flags\t\t: fpu hypervisor lahf")))
        .startsWith("Some CPU, " + REST.formatted("virtual machine, "));
    assertThat(Machine.describe(List.of("model name\t: Some CPU", "flags\t\t: fpu hypervisors")))
        .startsWith("Some CPU, " + REST.formatted(""));
  }

  @Test
  void systemsWithoutTheFileHaveNoProcessorName() {
    assertThat(Machine.describe(List.of())).startsWith(REST.formatted(""));
  }
}
