package dev.rouse.signal;

import static dev.rouse.signal.JobSignal.CONSUMER;
import static dev.rouse.signal.JobSignal.DRAINED;
import static dev.rouse.signal.JobSignal.DRAIN_WAITER;
import static dev.rouse.signal.JobSignal.JOBS;

import dev.rouse.internal.inspect.Findings;
import dev.rouse.internal.inspect.PartInspector;
import dev.rouse.internal.inspect.PartLook;
import dev.rouse.internal.inspect.PartRepair;
import dev.rouse.internal.wait.WaitInspection;
import java.util.Map;

/** Looks at a job signal from outside. */
final class SignalInspector extends PartInspector {
  SignalInspector() {
    super(
        capacity -> {
          if (capacity != 1) {
            throw new IllegalArgumentException("capacity: " + capacity + ", expected 1");
          }
          return JobSignal.BYTE_SIZE;
        });
  }

  @Override
  public void facts(PartLook part, Map<String, Object> facts) {
    long state = part.getLong(0);
    facts.put("pending", state & JobSignal.MAX_PENDING);
    facts.put("closed", state < 0);
    facts.put("consumer", WaitInspection.describe(part, JOBS));
    facts.put("drain waiter", WaitInspection.describe(part, DRAINED));
  }

  @Override
  public void check(PartLook part, Findings findings) {
    WaitInspection.check(part, JOBS, CONSUMER, findings);
    WaitInspection.check(part, DRAINED, DRAIN_WAITER, findings);
    // The waiting end first: it is closed after the state.
    if (WaitInspection.isClosed(part, JOBS) && !isClosed(part)) {
      findings.error("the consumer is told that it is closed, and it is not");
    }
    if (WaitInspection.isClosed(part, DRAINED)) {
      findings.error(
          "the drain waiter is told that it is closed, expected that of the consumer only");
    }
    if (isHalfClosed(part) && findings.stays(() -> isHalfClosed(part))) {
      findings.note("half a close: a consumer that sleeps finds it by itself");
    }
  }

  private static boolean isClosed(PartLook part) {
    return part.getLong(0) < 0;
  }

  private static boolean isHalfClosed(PartLook part) {
    return isClosed(part) && !WaitInspection.isClosed(part, JOBS);
  }

  @Override
  public void repair(PartRepair part) {
    // Whoever has the roles: anybody may close a signal, and any number of times.
    if (isHalfClosed(part.look())) {
      WaitInspection.close(part, JOBS);
      part.done("half a close is completed");
    }
    WaitInspection.reset(part, JOBS, CONSUMER);
    WaitInspection.reset(part, DRAINED, DRAIN_WAITER);
  }
}
