package dev.rouse.jmh.bench.plan;

import static dev.rouse.jmh.bench.plan.Goal.faster;
import static dev.rouse.jmh.bench.plan.Goal.notSlower;
import static dev.rouse.jmh.bench.plan.Goal.shown;
import static dev.rouse.jmh.bench.plan.Metric.CPU;
import static dev.rouse.jmh.bench.plan.Metric.P50;
import static dev.rouse.jmh.bench.plan.Metric.P99;
import static dev.rouse.jmh.contender.Contender.AGRONA;
import static dev.rouse.jmh.contender.Contender.AGRONA_UNCHECKED;
import static dev.rouse.jmh.contender.Contender.ARRAY;
import static dev.rouse.jmh.contender.Contender.ARRAY_BATCH;
import static dev.rouse.jmh.contender.Contender.ARRAY_BLOCKING_QUEUE;
import static dev.rouse.jmh.contender.Contender.ATOMIC_COUNTER;
import static dev.rouse.jmh.contender.Contender.ATOMIC_LONG;
import static dev.rouse.jmh.contender.Contender.BACKOFF;
import static dev.rouse.jmh.contender.Contender.BUSY_SPIN;
import static dev.rouse.jmh.contender.Contender.CHANNEL;
import static dev.rouse.jmh.contender.Contender.CHANNEL_SPINNING;
import static dev.rouse.jmh.contender.Contender.COPY;
import static dev.rouse.jmh.contender.Contender.DISRUPTOR;
import static dev.rouse.jmh.contender.Contender.DISRUPTOR_BLOCKING;
import static dev.rouse.jmh.contender.Contender.FIELD_UPDATER;
import static dev.rouse.jmh.contender.Contender.JCTOOLS;
import static dev.rouse.jmh.contender.Contender.JCTOOLS_PREALLOCATED;
import static dev.rouse.jmh.contender.Contender.LINKED_TRANSFER_QUEUE;
import static dev.rouse.jmh.contender.Contender.LONG_ADDER;
import static dev.rouse.jmh.contender.Contender.RING;
import static dev.rouse.jmh.contender.Contender.RING_BATCH;
import static dev.rouse.jmh.contender.Contender.SERIALIZATION;
import static dev.rouse.jmh.contender.Contender.SLEEP_1MS;
import static dev.rouse.jmh.contender.Contender.STRIPED_COUNTER;
import static dev.rouse.jmh.contender.Contender.UNCHECKED;

import dev.rouse.jmh.BurstCost;
import dev.rouse.jmh.ChannelVersusBlockingQueues;
import dev.rouse.jmh.ChannelVersusRing;
import dev.rouse.jmh.ColdRequestReply;
import dev.rouse.jmh.CounterThroughput;
import dev.rouse.jmh.MessageCopy;
import dev.rouse.jmh.ParkedRoundTrip;
import dev.rouse.jmh.PollingVersusNotify;
import dev.rouse.jmh.RoundTrip;
import dev.rouse.jmh.SideCost;
import dev.rouse.jmh.SparseArrival;
import dev.rouse.jmh.SpscThroughput;
import dev.rouse.jmh.StripedCounterThroughput;
import dev.rouse.jmh.WakeCost;
import dev.rouse.jmh.bench.plan.Chart.Quantity;
import dev.rouse.jmh.bench.plan.Declaration.Axis;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import java.util.List;

/**
 * All benchmarks. The efforts are chosen so that a full run takes some 40 minutes, with more forks
 * where figures are known to differ from one JVM to the next.
 */
public final class Benchmarks {
  // Short iterations where two threads spin: a host that moves the processors spoils few of them.
  private static final Effort STREAMS = new Effort(5, new Pass(3, 400), new Pass(40, 50));
  private static final Effort COPIES = new Effort(3, new Pass(3, 500), new Pass(40, 50));
  private static final Effort BURSTS = new Effort(3, new Pass(3, 400), new Pass(40, 50));
  private static final Effort SIDES = new Effort(3, new Pass(3, 300), new Pass(4, 300));
  private static final Effort COUNTERS = new Effort(3, new Pass(3, 300), new Pass(5, 300));
  // With gaps of 10 ms an iteration has 150 records; it takes that many for a percentile. Warmed up
  // for less, the percentile shows the stalls while code is compiled again.
  private static final Effort ARRIVALS = new Effort(3, new Pass(4, 500), new Pass(4, 1500));

  private static final Axis PAYLOADS = Axis.of("payload", 8, 64);

  /** Those of the full run, then those that are run by hand. */
  private static final List<Declaration> ALL =
      List.of(
          Declaration.of(SpscThroughput.class, STREAMS, "What does a message cost at saturation?")
              .measure(
                  "transfer",
                  Axis.of("payload", 8, 64, 256, 1024),
                  RING,
                  RING_BATCH,
                  AGRONA,
                  AGRONA_UNCHECKED)
              .measure(
                  "transfer",
                  Axis.of("payload", 8),
                  ARRAY,
                  ARRAY_BATCH,
                  JCTOOLS,
                  JCTOOLS_PREALLOCATED,
                  DISRUPTOR)
              .goals(
                  faster(1.5, RING, AGRONA).where(c -> c.value() <= 64),
                  faster(1.1, RING, AGRONA).where(c -> c.value() > 64),
                  shown(RING, AGRONA_UNCHECKED),
                  notSlower(1, RING, JCTOOLS),
                  shown(RING, JCTOOLS_PREALLOCATED),
                  faster(1.5, RING, DISRUPTOR),
                  faster(2, RING_BATCH, RING).where(c -> c.value() == 8),
                  shown(RING, ARRAY),
                  shown(RING_BATCH, ARRAY_BATCH),
                  shown(ARRAY, DISRUPTOR))
              .charts(
                  Chart.bars(
                      "stream",
                      "Both ends polling (JCTools and Disruptor: references, 8 B only)",
                      Quantity.RATE,
                      RING,
                      AGRONA,
                      JCTOOLS,
                      DISRUPTOR),
                  Chart.bars(
                          "stream-bounds",
                          "8-byte messages: what limits a stream",
                          Quantity.NANOS,
                          RING,
                          RING_BATCH,
                          ARRAY,
                          ARRAY_BATCH,
                          JCTOOLS,
                          JCTOOLS_PREALLOCATED)
                      .where(c -> c.value() == 8)),
          Declaration.of(SideCost.class, SIDES, "What does each side of a link cost on one thread?")
              .measure("send", PAYLOADS, RING, RING_BATCH, CHANNEL, AGRONA)
              .measure("receive", PAYLOADS, RING, RING_BATCH, CHANNEL, AGRONA)
              .goals(shown(RING, AGRONA), shown(RING_BATCH, RING), shown(CHANNEL, RING))
              .charts(
                  Chart.bars(
                      "side-cost",
                      "Each side on one thread",
                      Quantity.NANOS,
                      RING,
                      RING_BATCH,
                      CHANNEL,
                      AGRONA)),
          Declaration.of(
                  ChannelVersusRing.class,
                  STREAMS,
                  "What does a saturated stream pay for a consumer that could sleep?")
              .measure("transfer", Axis.NONE, RING, CHANNEL)
              .measure("transferSymmetric", Axis.NONE, RING, CHANNEL)
              .goals(
                  notSlower(0.9, CHANNEL, RING).where(c -> c.method().equals("transfer")),
                  shown(CHANNEL, RING).where(c -> c.method().equals("transferSymmetric"))),
          Declaration.of(
                  ChannelVersusBlockingQueues.class,
                  STREAMS,
                  "What does a message cost through a link whose receiver sleeps?")
              .measure(
                  "transfer",
                  PAYLOADS,
                  CHANNEL,
                  ARRAY_BLOCKING_QUEUE,
                  LINKED_TRANSFER_QUEUE,
                  DISRUPTOR_BLOCKING)
              .goals(
                  faster(
                      4, CHANNEL, ARRAY_BLOCKING_QUEUE, LINKED_TRANSFER_QUEUE, DISRUPTOR_BLOCKING))
              .charts(
                  Chart.bars(
                      "sleeping-stream",
                      "Consumers that sleep when idle, at saturation",
                      Quantity.RATE,
                      CHANNEL,
                      ARRAY_BLOCKING_QUEUE,
                      LINKED_TRANSFER_QUEUE,
                      DISRUPTOR_BLOCKING)),
          Declaration.of(
                  MessageCopy.class,
                  COPIES,
                  "What do a copy and a serialization cost, compared with writing in place?")
              .measure(
                  "transfer", Axis.of("payload", 64, 1024, 16384, 65536, 1048576), CHANNEL, COPY)
              .measure("transfer", Axis.of("payload", 64, 1024, 16384, 65536), SERIALIZATION)
              .goals(faster(1, CHANNEL, COPY))
              .charts(
                  Chart.lines(
                      "message-copy",
                      "A message in place, copied, serialized",
                      Quantity.MICROS,
                      CHANNEL,
                      COPY,
                      SERIALIZATION)),
          Declaration.of(
                  RoundTrip.class, STREAMS, "How long to another thread and back, both spinning?")
              .measure(
                  "roundTrip",
                  Axis.NONE,
                  RING,
                  CHANNEL_SPINNING,
                  AGRONA,
                  AGRONA_UNCHECKED,
                  JCTOOLS,
                  JCTOOLS_PREALLOCATED,
                  DISRUPTOR)
              .goals(
                  faster(1, RING, AGRONA),
                  faster(1, RING, AGRONA_UNCHECKED),
                  faster(1, RING, JCTOOLS),
                  faster(1, RING, JCTOOLS_PREALLOCATED),
                  faster(1, RING, DISRUPTOR))
              .charts(
                  Chart.bars(
                      "round-trip",
                      "There and back, both ends spinning",
                      Quantity.NANOS,
                      RING,
                      CHANNEL_SPINNING,
                      AGRONA,
                      JCTOOLS,
                      DISRUPTOR)),
          Declaration.of(
                  BurstCost.class, BURSTS, "How long until a burst's last message is handled?")
              .measure(
                  "burst",
                  Axis.of("burst", 1, 16, 256),
                  RING,
                  CHANNEL,
                  AGRONA,
                  JCTOOLS,
                  DISRUPTOR,
                  ARRAY_BLOCKING_QUEUE)
              .charts(
                  Chart.lines(
                      "burst",
                      "Until the last message of a burst is handled",
                      Quantity.MICROS,
                      RING,
                      CHANNEL,
                      AGRONA,
                      JCTOOLS,
                      DISRUPTOR,
                      ARRAY_BLOCKING_QUEUE)),
          Declaration.of(
                  PollingVersusNotify.class,
                  ARRIVALS,
                  "What does polling cost, and what does being woken?")
              .measure(
                  "arrival",
                  Axis.of("gapMicros", 10, 100, 1000, 10000),
                  CHANNEL,
                  BUSY_SPIN,
                  BACKOFF,
                  SLEEP_1MS,
                  ARRAY_BLOCKING_QUEUE)
              .charts(
                  waiting("waiting-latency", "How soon a record is handled", Quantity.MEDIAN),
                  waiting("waiting-cpu", "What a waiting consumer takes", Quantity.CPU_SHARE)),
          Declaration.of(
                  SparseArrival.class,
                  ARRIVALS,
                  "How soon do sleeping consumers handle a record, and what does waiting cost?")
              .measure(
                  "arrival",
                  Axis.of("gapMicros", 20, 50, 100, 1000),
                  CHANNEL,
                  ARRAY_BLOCKING_QUEUE,
                  LINKED_TRANSFER_QUEUE)
              .goals(
                  notSlower(1, CHANNEL, ARRAY_BLOCKING_QUEUE).by(P50, P99, CPU),
                  notSlower(1, CHANNEL, LINKED_TRANSFER_QUEUE).by(P50, P99, CPU)),
          counters(),
          Declaration.of(
                  StripedCounterThroughput.class,
                  COUNTERS,
                  "What does adding to a counter cost that many threads add to?")
              .measure("add", 1, Axis.NONE, STRIPED_COUNTER, LONG_ADDER)
              .measure("add", 2, Axis.NONE, STRIPED_COUNTER, LONG_ADDER)
              .measure("add", 4, Axis.NONE, STRIPED_COUNTER, LONG_ADDER)
              .measure("add", 8, Axis.NONE, STRIPED_COUNTER, LONG_ADDER)
              .goals(notSlower(1, STRIPED_COUNTER, LONG_ADDER))
              .charts(
                  Chart.bars(
                      "striped-counter",
                      "Adding, by the number of threads",
                      Quantity.NANOS,
                      STRIPED_COUNTER,
                      LONG_ADDER)),
          Declaration.byHand(
              ColdRequestReply.class,
              "What does a request and its reply take between two threads that may sleep?"),
          Declaration.byHand(ParkedRoundTrip.class, "How long to a sleeping thread and back?"),
          Declaration.byHand(WakeCost.class, "What does a wake cost the one who wakes?"));

  private Benchmarks() {}

  /** Returns all benchmarks, with a full effort. */
  public static List<Declaration> all() {
    return ALL;
  }

  private static Declaration counters() {
    Declaration counters =
        Declaration.of(
            CounterThroughput.class, COUNTERS, "What does an operation on a counter cost?");
    for (String method : List.of("get", "set", "getAndAdd", "incrementAndGet", "compareAndSet")) {
      counters = counters.measure(method, Axis.NONE, ATOMIC_COUNTER, ATOMIC_LONG, FIELD_UPDATER);
    }
    for (String method : List.of("getAcquire", "setRelease")) { // the updaters have no such methods
      counters = counters.measure(method, Axis.NONE, ATOMIC_COUNTER, ATOMIC_LONG);
    }
    for (String method : List.of("get", "set", "getAndAdd", "getAcquire", "setRelease")) {
      counters = counters.measure(method, Axis.NONE, UNCHECKED);
    }
    for (String method : List.of("getAndAdd", "incrementAndGet", "compareAndSet")) {
      counters = counters.measure(method, 2, Axis.NONE, ATOMIC_COUNTER, ATOMIC_LONG, FIELD_UPDATER);
    }
    return counters
        .goals(
            // At most 1.1 times the best peer's time.
            notSlower(1 / 1.1, ATOMIC_COUNTER, ATOMIC_LONG, FIELD_UPDATER),
            shown(ATOMIC_COUNTER, UNCHECKED))
        .charts(
            Chart.bars(
                    "counter",
                    "A counter on one thread",
                    Quantity.NANOS,
                    ATOMIC_COUNTER,
                    ATOMIC_LONG,
                    FIELD_UPDATER,
                    UNCHECKED)
                .where(c -> c.threads() == 1),
            Chart.bars(
                    "counter-contended",
                    "A counter on two threads",
                    Quantity.NANOS,
                    ATOMIC_COUNTER,
                    ATOMIC_LONG,
                    FIELD_UPDATER)
                .where(c -> c.threads() == 2));
  }

  private static Chart waiting(String file, String title, Quantity quantity) {
    return Chart.lines(
        file, title, quantity, CHANNEL, BUSY_SPIN, BACKOFF, SLEEP_1MS, ARRAY_BLOCKING_QUEUE);
  }
}
