package dev.rouse.pool.process;

import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.memory.Region;
import dev.rouse.wait.WaitPolicy;

/**
 * What the pool says to a worker process besides its jobs, in a thread of its own: so it comes
 * whatever the handler does. The same thread learns that the process of the pool has died.
 */
final class Controls {
  /** If the pool has not said how long the process may take to end. */
  private static final long STOP_MILLIS = 10_000;

  private final Ending ending;
  private final LongReceiver control;

  // The latest exchange for which something has come: it may come before the job has begun. Each
  // side writes its word first and then reads that of the other, so one of them sees both.
  private volatile long cancelled;
  private volatile long interrupted;
  private volatile RunningJob current = new RunningJob(0, 0, "", (job, text) -> {});

  Controls(Region region, Ending ending) {
    this.ending = ending;
    this.control = LongChannel.attachReceiver(region, Protocol.CONTROL, WaitPolicy.parkOnly());
  }

  void start() {
    Thread.ofPlatform().daemon().name("rouse-worker-control").start(this::listen);
  }

  /** A job begins. */
  void begin(RunningJob job) {
    current = job;
    if (job.isOf(cancelled)) {
      job.cancel();
    }
    if (job.isOf(interrupted)) {
      job.interrupt();
    }
  }

  private void listen() {
    long stopMillis = STOP_MILLIS;
    try {
      for (long value; (value = control.receiveUninterruptibly()) != LongReceiver.END_OF_STREAM; ) {
        if (Protocol.what(value) == Protocol.STOP) {
          stopMillis = Protocol.number(value);
        } else {
          tell(Protocol.what(value), Protocol.number(value));
        }
      }
    } catch (IllegalStateException e) { // the process of the pool has died
      throw ending.end(Ending.ALONE);
    } catch (Throwable t) { // no memory, for example: nobody else would learn of that
      throw ending.end(Ending.FAILED);
    }
    throw ending.endAfter(stopMillis); // if the process has not ended by then
  }

  private void tell(int what, long exchange) {
    if (what == Protocol.CANCEL) {
      cancelled = exchange;
    } else {
      interrupted = exchange;
    }
    RunningJob job = current;
    if (job.isOf(exchange)) {
      if (what == Protocol.CANCEL) {
        job.cancel();
      } else {
        job.interrupt();
      }
    }
  }
}
