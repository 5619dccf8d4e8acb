package dev.rouse.jmh.bench;

import dev.rouse.jmh.load.ForkCount;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.WorkloadParams;

/**
 * Several runs of one fork each as a single result, as if JMH had run the forks one behind the
 * other.
 */
final class Forks {
  private static final String OPTION = "-D" + ForkCount.PROPERTY + "=";

  private Forks() {}

  /** Returns the option that tells a fork how many of them there are in all. */
  static String option(int forks) {
    return OPTION + forks;
  }

  /**
   * Returns a result with the forks of all runs.
   *
   * @param runs runs of the same benchmark with the same parameters, at least one
   */
  static RunResult join(List<RunResult> runs) {
    return new RunResult(
        params(runs.getFirst().getParams(), runs.size()),
        runs.stream().flatMap(run -> run.getBenchmarkResults().stream()).toList());
  }

  /** Copies parameters, but for the number of forks and what told it. */
  private static BenchmarkParams params(BenchmarkParams of, int forks) {
    WorkloadParams workload = new WorkloadParams();
    int order = 0;
    for (String key : of.getParamsKeys()) {
      workload.put(key, of.getParam(key), order++);
    }
    return new BenchmarkParams(
        of.getBenchmark(),
        of.generatedBenchmark(),
        of.shouldSynchIterations(),
        of.getThreads(),
        of.getThreadGroups(),
        of.getThreadGroupLabels(),
        forks,
        of.getWarmupForks(),
        of.getWarmup(),
        of.getMeasurement(),
        of.getMode(),
        workload,
        of.getTimeUnit(),
        of.getOpsPerInvocation(),
        of.getJvm(),
        of.getJvmArgs().stream().filter(arg -> !arg.startsWith(OPTION)).toList(),
        of.getJdkVersion(),
        of.getVmName(),
        of.getVmVersion(),
        of.getJmhVersion(),
        of.getTimeout());
  }
}
