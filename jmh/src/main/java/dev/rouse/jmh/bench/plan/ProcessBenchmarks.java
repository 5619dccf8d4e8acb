package dev.rouse.jmh.bench.plan;

import static dev.rouse.jmh.bench.plan.Benchmarks.STREAMS;
import static dev.rouse.jmh.bench.plan.Goal.below;
import static dev.rouse.jmh.bench.plan.Goal.notSlower;
import static dev.rouse.jmh.bench.plan.Goal.shown;
import static dev.rouse.jmh.bench.plan.Metric.IDLE;
import static dev.rouse.jmh.bench.plan.Metric.LONGEST;
import static dev.rouse.jmh.bench.plan.Metric.P50;
import static dev.rouse.jmh.contender.Contender.AERON;
import static dev.rouse.jmh.contender.Contender.AERON_BACKOFF;
import static dev.rouse.jmh.contender.Contender.C_FUTEX_PROCESSES;
import static dev.rouse.jmh.contender.Contender.IPC_CHANNEL;
import static dev.rouse.jmh.contender.Contender.IPC_CHANNEL_PARKING;
import static dev.rouse.jmh.contender.Contender.IPC_CHANNEL_THREADS;
import static dev.rouse.jmh.contender.Contender.IPC_LONG_CHANNEL;
import static dev.rouse.jmh.contender.Contender.IPC_LONG_CHANNEL_PARKING;
import static dev.rouse.jmh.contender.Contender.IPC_LONG_CHANNEL_THREADS;
import static dev.rouse.jmh.contender.Contender.IPC_LONG_RING;
import static dev.rouse.jmh.contender.Contender.IPC_LONG_RING_THREADS;
import static dev.rouse.jmh.contender.Contender.IPC_RING;
import static dev.rouse.jmh.contender.Contender.IPC_RING_THREADS;
import static dev.rouse.jmh.contender.Contender.IPC_SIGNAL;
import static dev.rouse.jmh.contender.Contender.PIPE;
import static dev.rouse.jmh.contender.Contender.PIPE_EACH;
import static dev.rouse.jmh.contender.Contender.UNIX_SOCKET;
import static dev.rouse.jmh.contender.Contender.UNIX_SOCKET_EACH;

import dev.rouse.jmh.IpcDeath;
import dev.rouse.jmh.IpcIdle;
import dev.rouse.jmh.IpcParkedRoundTrip;
import dev.rouse.jmh.IpcRoundTrip;
import dev.rouse.jmh.IpcThroughput;
import dev.rouse.jmh.bench.plan.Chart.Quantity;
import dev.rouse.jmh.bench.plan.Declaration.Axis;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.contender.Contender;
import java.util.List;

/**
 * The benchmarks between two processes. They take some ten minutes and are measured on request:
 * when a run names them.
 */
final class ProcessBenchmarks {
  // What waking takes varies from fork to fork.
  private static final Effort PARKED = new Effort(4, new Pass(3, 400), new Pass(4, 400));
  private static final Effort WAITING = new Effort(3, new Pass(1, 1000), new Pass(2, 3000));
  // An iteration kills twelve processes, however long that takes.
  private static final Effort KILLS = new Effort(3, new Pass(0, 0), new Pass(3, 5000));

  private static final Contender[] PEERS = {
    AERON, AERON_BACKOFF, PIPE, PIPE_EACH, UNIX_SOCKET, UNIX_SOCKET_EACH
  };

  private static final List<Declaration> ALL =
      List.of(
          Declaration.of(
                  IpcThroughput.class,
                  STREAMS,
                  "What does a message cost from one process to another, at saturation?")
              .measure(
                  "transfer",
                  Axis.of("payload", 8),
                  IPC_LONG_RING,
                  IPC_LONG_RING_THREADS,
                  IPC_LONG_CHANNEL,
                  IPC_LONG_CHANNEL_THREADS)
              .measure(
                  "transfer",
                  Axis.of("payload", 64),
                  IPC_RING,
                  IPC_RING_THREADS,
                  IPC_CHANNEL,
                  IPC_CHANNEL_THREADS)
              .measure("transfer", Axis.of("payload", 64), PEERS)
              .goals(
                  // Within 10 % of the same in one process.
                  notSlower(1 / 1.1, IPC_LONG_RING, IPC_LONG_RING_THREADS),
                  notSlower(1 / 1.1, IPC_LONG_CHANNEL, IPC_LONG_CHANNEL_THREADS),
                  notSlower(1 / 1.1, IPC_RING, IPC_RING_THREADS),
                  notSlower(1 / 1.1, IPC_CHANNEL, IPC_CHANNEL_THREADS),
                  notSlower(1, IPC_RING, PEERS),
                  notSlower(1, IPC_CHANNEL, PEERS))
              .charts(
                  Chart.bars(
                          "ipc-longs",
                          "8-byte messages to another process, and to a thread",
                          Quantity.RATE,
                          IPC_LONG_RING,
                          IPC_LONG_RING_THREADS,
                          IPC_LONG_CHANNEL,
                          IPC_LONG_CHANNEL_THREADS)
                      .where(c -> c.value() == 8),
                  Chart.bars(
                          "ipc-records",
                          "64-byte messages to another process",
                          Quantity.RATE,
                          IPC_RING,
                          IPC_CHANNEL,
                          AERON,
                          AERON_BACKOFF,
                          PIPE,
                          PIPE_EACH,
                          UNIX_SOCKET,
                          UNIX_SOCKET_EACH)
                      .where(c -> c.value() == 64))
              .onRequest(),
          Declaration.of(
                  IpcRoundTrip.class,
                  STREAMS,
                  "How long to another process and back, both spinning?")
              .measure(
                  "roundTrip",
                  Axis.NONE,
                  IPC_LONG_RING,
                  IPC_LONG_RING_THREADS,
                  IPC_RING,
                  IPC_RING_THREADS,
                  AERON)
              .goals(
                  notSlower(1 / 1.1, IPC_LONG_RING, IPC_LONG_RING_THREADS),
                  notSlower(1 / 1.1, IPC_RING, IPC_RING_THREADS),
                  shown(IPC_RING, AERON))
              .charts(
                  Chart.bars(
                      "ipc-round-trip",
                      "To another process and back, both ends spinning",
                      Quantity.NANOS,
                      IPC_LONG_RING,
                      IPC_LONG_RING_THREADS,
                      IPC_RING,
                      IPC_RING_THREADS,
                      AERON))
              .onRequest(),
          Declaration.of(
                  IpcParkedRoundTrip.class, PARKED, "How long to a sleeping process and back?")
              .measure(
                  "roundTrip",
                  Axis.NONE,
                  IPC_SIGNAL,
                  IPC_LONG_CHANNEL_PARKING,
                  IPC_CHANNEL_PARKING,
                  C_FUTEX_PROCESSES)
              .goals(
                  // At most 1.2 times the time of C.
                  notSlower(1 / 1.2, IPC_SIGNAL, C_FUTEX_PROCESSES),
                  notSlower(1 / 1.2, IPC_LONG_CHANNEL_PARKING, C_FUTEX_PROCESSES),
                  notSlower(1 / 1.2, IPC_CHANNEL_PARKING, C_FUTEX_PROCESSES))
              .charts(
                  Chart.bars(
                      "ipc-parked",
                      "To a sleeping process and back",
                      Quantity.MICROS,
                      IPC_SIGNAL,
                      IPC_LONG_CHANNEL_PARKING,
                      IPC_CHANNEL_PARKING,
                      C_FUTEX_PROCESSES))
              .onRequest(),
          Declaration.of(
                  IpcIdle.class, WAITING, "What does a process take that waits for another one?")
              .measure("waiting", Axis.NONE, IPC_LONG_CHANNEL, IPC_CHANNEL)
              .measure("waiting", Axis.NONE, AERON, AERON_BACKOFF, PIPE, UNIX_SOCKET)
              .goals(
                  below(0.1, IPC_LONG_CHANNEL, IDLE),
                  below(0.1, IPC_CHANNEL, IDLE),
                  shown(IPC_CHANNEL, AERON, AERON_BACKOFF).by(IDLE),
                  shown(IPC_CHANNEL, PIPE, UNIX_SOCKET).by(IDLE))
              .charts(
                  Chart.bars(
                      "ipc-idle",
                      "What a reading process takes while it waits",
                      Quantity.IDLE_SHARE,
                      IPC_LONG_CHANNEL,
                      IPC_CHANNEL,
                      AERON_BACKOFF,
                      PIPE,
                      UNIX_SOCKET))
              .onRequest(),
          Declaration.of(
                  IpcDeath.class, KILLS, "How soon is a reader told that its sender was killed?")
              .measure("kill", Axis.NONE, IPC_CHANNEL, UNIX_SOCKET)
              .goals(
                  below(10_000, IPC_CHANNEL, P50),
                  below(1_000_000, IPC_CHANNEL, LONGEST),
                  shown(IPC_CHANNEL, UNIX_SOCKET).by(P50))
              .charts(
                  Chart.bars(
                      "ipc-death",
                      "Until a reader is told that its sender was killed",
                      Quantity.MEDIAN,
                      IPC_CHANNEL,
                      UNIX_SOCKET))
              .onRequest());

  private ProcessBenchmarks() {}

  /** Returns them, with a full effort. */
  static List<Declaration> all() {
    return ALL;
  }
}
