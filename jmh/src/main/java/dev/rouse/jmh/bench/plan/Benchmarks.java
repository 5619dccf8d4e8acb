package dev.rouse.jmh.bench.plan;

import static dev.rouse.jmh.bench.plan.Goal.faster;
import static dev.rouse.jmh.bench.plan.Goal.notSlower;
import static dev.rouse.jmh.bench.plan.Goal.shown;
import static dev.rouse.jmh.bench.plan.Metric.ALLOCATED;
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
import static dev.rouse.jmh.contender.Contender.CONVERSANT;
import static dev.rouse.jmh.contender.Contender.CONVERSANT_PREPARED;
import static dev.rouse.jmh.contender.Contender.COPY;
import static dev.rouse.jmh.contender.Contender.DISRUPTOR;
import static dev.rouse.jmh.contender.Contender.DISRUPTOR_BLOCKING;
import static dev.rouse.jmh.contender.Contender.FIELD_UPDATER;
import static dev.rouse.jmh.contender.Contender.FIXED_EXECUTE;
import static dev.rouse.jmh.contender.Contender.FIXED_SUBMIT;
import static dev.rouse.jmh.contender.Contender.FORK_JOIN_EXECUTE;
import static dev.rouse.jmh.contender.Contender.FORK_JOIN_SUBMIT;
import static dev.rouse.jmh.contender.Contender.INBOX;
import static dev.rouse.jmh.contender.Contender.JCTOOLS;
import static dev.rouse.jmh.contender.Contender.JCTOOLS_BLOCKING;
import static dev.rouse.jmh.contender.Contender.JCTOOLS_BLOCKING_PREPARED;
import static dev.rouse.jmh.contender.Contender.JCTOOLS_PREALLOCATED;
import static dev.rouse.jmh.contender.Contender.LINKED_BLOCKING_QUEUE;
import static dev.rouse.jmh.contender.Contender.LINKED_TRANSFER_QUEUE;
import static dev.rouse.jmh.contender.Contender.LONG_ADDER;
import static dev.rouse.jmh.contender.Contender.LONG_CHANNEL;
import static dev.rouse.jmh.contender.Contender.LONG_INBOX;
import static dev.rouse.jmh.contender.Contender.LONG_RING;
import static dev.rouse.jmh.contender.Contender.OBJECT_CHANNEL;
import static dev.rouse.jmh.contender.Contender.OBJECT_CHANNEL_PREPARED;
import static dev.rouse.jmh.contender.Contender.OBJECT_INBOX;
import static dev.rouse.jmh.contender.Contender.ONE_THREAD;
import static dev.rouse.jmh.contender.Contender.POOL_EXECUTE;
import static dev.rouse.jmh.contender.Contender.POOL_SUBMIT;
import static dev.rouse.jmh.contender.Contender.POOL_SUBMITTER;
import static dev.rouse.jmh.contender.Contender.RING;
import static dev.rouse.jmh.contender.Contender.RING_BATCH;
import static dev.rouse.jmh.contender.Contender.SERIALIZATION;
import static dev.rouse.jmh.contender.Contender.SLEEP_1MS;
import static dev.rouse.jmh.contender.Contender.STRIPED_COUNTER;
import static dev.rouse.jmh.contender.Contender.UNCHECKED;
import static dev.rouse.jmh.contender.Contender.VIRTUAL_EXECUTE;
import static dev.rouse.jmh.contender.Contender.VIRTUAL_SUBMIT;

import dev.rouse.jmh.BurstCost;
import dev.rouse.jmh.ChannelVersusBlockingQueues;
import dev.rouse.jmh.ChannelVersusRing;
import dev.rouse.jmh.ColdRequestReply;
import dev.rouse.jmh.CounterThroughput;
import dev.rouse.jmh.InboxThroughput;
import dev.rouse.jmh.MessageCopy;
import dev.rouse.jmh.ParkedRoundTrip;
import dev.rouse.jmh.PollingVersusNotify;
import dev.rouse.jmh.PoolHalfLoad;
import dev.rouse.jmh.PoolRoundTrip;
import dev.rouse.jmh.PoolSparseRoundTrip;
import dev.rouse.jmh.PoolSpeedup;
import dev.rouse.jmh.PoolThroughput;
import dev.rouse.jmh.RoundTrip;
import dev.rouse.jmh.SideCost;
import dev.rouse.jmh.SparseArrival;
import dev.rouse.jmh.SpscThroughput;
import dev.rouse.jmh.StripedCounterThroughput;
import dev.rouse.jmh.WakeCost;
import dev.rouse.jmh.bench.plan.Chart.Quantity;
import dev.rouse.jmh.bench.plan.Declaration.Axis;
import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.contender.Contender;
import java.util.List;
import java.util.stream.Stream;

/**
 * All benchmarks; {@link ProcessBenchmarks} has those between processes. The efforts are chosen so
 * that a full run takes some 40 minutes, with more forks where figures are known to differ from one
 * JVM to the next.
 */
public final class Benchmarks {
  // Short iterations where two threads spin: a host that moves the processors spoils few of them.
  static final Effort STREAMS = new Effort(4, new Pass(3, 400), new Pass(40, 50));
  private static final Effort FAN_INS = new Effort(3, new Pass(3, 400), new Pass(15, 100));
  private static final Effort COPIES = new Effort(3, new Pass(2, 500), new Pass(20, 50));
  private static final Effort BURSTS = new Effort(3, new Pass(3, 400), new Pass(40, 50));
  private static final Effort SIDES = new Effort(3, new Pass(2, 200), new Pass(3, 200));
  private static final Effort COUNTERS = new Effort(3, new Pass(2, 300), new Pass(4, 250));
  // With gaps of 10 ms an iteration has 150 records; it takes that many for a percentile. Warmed up
  // for less, the percentile shows the stalls while code is compiled again.
  private static final Effort ARRIVALS = new Effort(3, new Pass(4, 500), new Pass(4, 1500));

  // Charts of medians and of processor time only, which need fewer records.
  private static final Effort POLLING = new Effort(3, new Pass(2, 300), new Pass(2, 900));

  // A gap of a millisecond: 1,200 jobs in an iteration.
  private static final Effort POOL_ARRIVALS = new Effort(3, new Pass(4, 500), new Pass(4, 1200));
  private static final Effort SPEEDUPS = new Effort(3, new Pass(2, 300), new Pass(4, 300));

  private static final Axis PAYLOADS = Axis.of("payload", 8, 64);

  private static final Contender[] JDK_BLOCKING = {
    ARRAY_BLOCKING_QUEUE, LINKED_TRANSFER_QUEUE, LINKED_BLOCKING_QUEUE
  };

  private static final Contender[] GATHERING = {
    JCTOOLS_BLOCKING, ARRAY_BLOCKING_QUEUE, LINKED_TRANSFER_QUEUE
  };

  private static final Contender[] BLOCKING = {
    ARRAY_BLOCKING_QUEUE, LINKED_TRANSFER_QUEUE, LINKED_BLOCKING_QUEUE, DISRUPTOR_BLOCKING
  };

  private static final Contender[] JDK_EXECUTE = {
    FIXED_EXECUTE, FORK_JOIN_EXECUTE, VIRTUAL_EXECUTE
  };

  private static final Contender[] JDK_SUBMIT = {FIXED_SUBMIT, FORK_JOIN_SUBMIT, VIRTUAL_SUBMIT};

  private static final Contender[] JDK_POOLS = {
    FIXED_EXECUTE,
    FORK_JOIN_EXECUTE,
    VIRTUAL_EXECUTE,
    FIXED_SUBMIT,
    FORK_JOIN_SUBMIT,
    VIRTUAL_SUBMIT
  };

  private static final Contender[] JDK_TWO_WORKERS = {FIXED_SUBMIT, FORK_JOIN_SUBMIT};

  /** Those of the full run, then those that are run by hand. */
  private static final List<Declaration> BETWEEN_THREADS =
      List.of(
          Declaration.of(SpscThroughput.class, STREAMS, "What does a message cost at saturation?")
              .measure(
                  "transfer", Axis.of("payload", 8, 64, 256, 1024), RING, AGRONA, AGRONA_UNCHECKED)
              .measure(
                  "transfer",
                  Axis.of("payload", 8),
                  LONG_RING,
                  RING_BATCH,
                  ARRAY,
                  ARRAY_BATCH,
                  JCTOOLS,
                  JCTOOLS_PREALLOCATED,
                  DISRUPTOR)
              .goals(
                  faster(4, LONG_RING, AGRONA),
                  faster(1 / 0.7, LONG_RING, DISRUPTOR),
                  notSlower(1 / 1.1, LONG_RING, JCTOOLS_PREALLOCATED),
                  shown(LONG_RING, JCTOOLS),
                  faster(2.5, RING, AGRONA).where(c -> c.value() == 8),
                  faster(2.5, RING, AGRONA_UNCHECKED).where(c -> c.value() == 8),
                  faster(2, RING, AGRONA).where(c -> c.value() == 64),
                  faster(2, RING, AGRONA_UNCHECKED).where(c -> c.value() == 64),
                  faster(1.5, RING, AGRONA).where(c -> c.value() > 64),
                  faster(1.5, RING, AGRONA_UNCHECKED).where(c -> c.value() > 64),
                  notSlower(1, RING, JCTOOLS),
                  shown(RING, JCTOOLS_PREALLOCATED),
                  faster(1.5, RING, DISRUPTOR),
                  faster(2, RING_BATCH, RING),
                  shown(RING, ARRAY),
                  shown(RING_BATCH, ARRAY_BATCH),
                  shown(ARRAY, DISRUPTOR))
              .charts(
                  Chart.bars(
                          "longs",
                          "8-byte messages, both ends polling",
                          Quantity.RATE,
                          LONG_RING,
                          JCTOOLS,
                          DISRUPTOR,
                          AGRONA)
                      .where(c -> c.value() == 8),
                  Chart.bars(
                      "stream",
                      "Records by their payload, both ends polling",
                      Quantity.RATE,
                      RING,
                      AGRONA,
                      AGRONA_UNCHECKED),
                  Chart.bars(
                          "stream-bounds",
                          "8-byte messages: what limits a stream",
                          Quantity.NANOS,
                          LONG_RING,
                          JCTOOLS_PREALLOCATED,
                          RING,
                          RING_BATCH,
                          ARRAY)
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
                  // At most 1.5 times the ring's time.
                  notSlower(1 / 1.5, CHANNEL, RING).where(c -> c.method().equals("transfer")),
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
              .measure(
                  "transfer",
                  Axis.of("payload", 8),
                  LONG_CHANNEL,
                  OBJECT_CHANNEL,
                  OBJECT_CHANNEL_PREPARED,
                  JCTOOLS_BLOCKING,
                  JCTOOLS_BLOCKING_PREPARED,
                  CONVERSANT,
                  CONVERSANT_PREPARED,
                  LINKED_BLOCKING_QUEUE)
              .goals(
                  faster(12, LONG_CHANNEL, BLOCKING),
                  faster(8, LONG_CHANNEL, JCTOOLS_BLOCKING),
                  faster(8, OBJECT_CHANNEL, JDK_BLOCKING),
                  faster(4, OBJECT_CHANNEL, JCTOOLS_BLOCKING, CONVERSANT, DISRUPTOR_BLOCKING),
                  faster(8, OBJECT_CHANNEL_PREPARED, JDK_BLOCKING),
                  faster(
                      4, OBJECT_CHANNEL_PREPARED, JCTOOLS_BLOCKING_PREPARED, CONVERSANT_PREPARED),
                  faster(5, CHANNEL, BLOCKING).where(c -> c.value() == 8),
                  faster(4, CHANNEL, BLOCKING).where(c -> c.value() == 64))
              .charts(
                  Chart.bars(
                          "sleeping-stream",
                          "8-byte messages to consumers that sleep when idle",
                          Quantity.RATE,
                          LONG_CHANNEL,
                          OBJECT_CHANNEL,
                          CHANNEL,
                          JCTOOLS_BLOCKING,
                          CONVERSANT,
                          LINKED_TRANSFER_QUEUE)
                      .where(c -> c.value() == 8),
                  Chart.bars(
                          "sleeping-stream-bounds",
                          "The same with objects made before: only references cross",
                          Quantity.NANOS,
                          LONG_CHANNEL,
                          OBJECT_CHANNEL_PREPARED,
                          JCTOOLS_BLOCKING_PREPARED,
                          CONVERSANT_PREPARED)
                      .where(c -> c.value() == 8)),
          Declaration.of(
                  InboxThroughput.class,
                  FAN_INS,
                  "What does a message cost from several threads to one that sleeps?")
              .measure(
                  "transfer",
                  Axis.of("senders", 1, 2, 4),
                  LONG_INBOX,
                  JCTOOLS_BLOCKING,
                  ARRAY_BLOCKING_QUEUE,
                  LINKED_TRANSFER_QUEUE)
              .measure("transfer", Axis.of("senders", 2), OBJECT_INBOX, INBOX)
              .goals(
                  faster(4, LONG_INBOX, GATHERING).where(c -> c.value() < 4),
                  faster(2, LONG_INBOX, GATHERING).where(c -> c.value() == 4),
                  shown(OBJECT_INBOX, GATHERING),
                  shown(INBOX, GATHERING))
              .charts(
                  Chart.bars(
                      "inbox",
                      "8-byte messages from several threads to one that sleeps when idle",
                      Quantity.RATE,
                      LONG_INBOX,
                      JCTOOLS_BLOCKING,
                      ARRAY_BLOCKING_QUEUE,
                      LINKED_TRANSFER_QUEUE)),
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
                  LONG_RING,
                  RING,
                  CHANNEL_SPINNING,
                  AGRONA,
                  AGRONA_UNCHECKED,
                  JCTOOLS,
                  JCTOOLS_PREALLOCATED,
                  DISRUPTOR)
              .goals(
                  notSlower(1, LONG_RING, JCTOOLS_PREALLOCATED),
                  notSlower(1, LONG_RING, JCTOOLS),
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
                      LONG_RING,
                      RING,
                      CHANNEL_SPINNING,
                      AGRONA,
                      JCTOOLS)),
          Declaration.of(
                  BurstCost.class, BURSTS, "How long until a burst's last message is handled?")
              .measure(
                  "burst",
                  Axis.of("burst", 1, 16, 256),
                  LONG_RING,
                  RING,
                  CHANNEL,
                  AGRONA,
                  JCTOOLS,
                  DISRUPTOR,
                  ARRAY_BLOCKING_QUEUE)
              .goals(notSlower(1, LONG_RING, DISRUPTOR, JCTOOLS).where(c -> c.value() > 1))
              .charts(
                  Chart.lines(
                      "burst",
                      "Until the last message of a burst is handled",
                      Quantity.MICROS,
                      LONG_RING,
                      RING,
                      CHANNEL,
                      AGRONA,
                      JCTOOLS,
                      DISRUPTOR,
                      ARRAY_BLOCKING_QUEUE)),
          Declaration.of(
                  PollingVersusNotify.class,
                  POLLING,
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
          Declaration.of(
                  PoolThroughput.class,
                  FAN_INS,
                  "What does a job cost that does next to nothing, with 1,000 in flight?")
              .measure("jobs", Axis.NONE, POOL_SUBMITTER, POOL_SUBMIT, POOL_EXECUTE)
              .measure("jobs", Axis.NONE, JDK_POOLS)
              .goals(
                  faster(8, POOL_SUBMITTER, JDK_POOLS),
                  faster(10, POOL_SUBMITTER, JDK_POOLS).by(CPU),
                  shown(POOL_SUBMITTER, JDK_POOLS).by(ALLOCATED),
                  faster(3, POOL_SUBMIT, JDK_SUBMIT),
                  faster(2, POOL_EXECUTE, JDK_EXECUTE))
              .charts(
                  pool("pool-jobs", "Jobs that do next to nothing", Quantity.JOB_RATE),
                  pool("pool-cpu", "What such a job takes of all processors", Quantity.CPU_MICROS)),
          Declaration.of(
                  PoolRoundTrip.class,
                  FAN_INS,
                  "How long until a job's reply is there, if one job follows the other?")
              .measure("roundTrip", Axis.NONE, POOL_SUBMITTER, POOL_SUBMIT)
              .measure("roundTrip", Axis.NONE, JDK_TWO_WORKERS)
              .goals(
                  faster(5, POOL_SUBMITTER, JDK_TWO_WORKERS),
                  faster(5, POOL_SUBMIT, JDK_TWO_WORKERS),
                  shown(POOL_SUBMITTER, JDK_TWO_WORKERS).by(CPU),
                  shown(POOL_SUBMIT, JDK_TWO_WORKERS).by(CPU))
              .charts(
                  Chart.bars(
                      "pool-round-trip",
                      "A job and its reply, one job at a time",
                      Quantity.NANOS,
                      POOL_SUBMITTER,
                      POOL_SUBMIT,
                      FIXED_SUBMIT,
                      FORK_JOIN_SUBMIT)),
          Declaration.of(
                  PoolSparseRoundTrip.class,
                  POOL_ARRIVALS,
                  "How long until a job's reply is there, if everything sleeps before?")
              .measure("arrival", Axis.of("gapMicros", 1000), POOL_SUBMITTER, POOL_SUBMIT)
              .measure("arrival", Axis.of("gapMicros", 1000), JDK_TWO_WORKERS)
              .goals(
                  notSlower(1, POOL_SUBMITTER, JDK_TWO_WORKERS).by(P50, P99, CPU),
                  notSlower(1, POOL_SUBMIT, JDK_TWO_WORKERS).by(P50, P99, CPU)),
          Declaration.of(
                  PoolHalfLoad.class,
                  POOL_ARRIVALS,
                  "How long do jobs of a millisecond wait that use half of two workers?")
              .measure("arrival", Axis.of("gapMicros", 1000), POOL_SUBMITTER, POOL_SUBMIT)
              .measure("arrival", Axis.of("gapMicros", 1000), JDK_TWO_WORKERS)
              .goals(
                  notSlower(1, POOL_SUBMITTER, JDK_TWO_WORKERS).by(P99, CPU),
                  notSlower(1, POOL_SUBMIT, JDK_TWO_WORKERS).by(P99, CPU)),
          Declaration.of(
                  PoolSpeedup.class,
                  SPEEDUPS,
                  "Does a pool compute as many times as fast as there are processors?")
              .measure("fibonacci", Axis.NONE, POOL_SUBMIT, ONE_THREAD)
              .measure("rangeSum", Axis.NONE, POOL_SUBMIT, ONE_THREAD)
              .measure("primes", Axis.NONE, POOL_SUBMIT, ONE_THREAD)
              .measure("fibonacci", Axis.NONE, FORK_JOIN_SUBMIT)
              .measure("rangeSum", Axis.NONE, FORK_JOIN_SUBMIT)
              .measure("primes", Axis.NONE, FORK_JOIN_SUBMIT)
              // The pool does a share for each processor, the thread one: 1 would be ideal. What
              // another pool reaches tells whether the processors can do that.
              .goals(
                  notSlower(0.95, POOL_SUBMIT, ONE_THREAD), shown(POOL_SUBMIT, FORK_JOIN_SUBMIT)),
          Declaration.byHand(
              ColdRequestReply.class,
              "What does a request and its reply take between two threads that may sleep?"),
          Declaration.byHand(ParkedRoundTrip.class, "How long to a sleeping thread and back?"),
          Declaration.byHand(WakeCost.class, "What does a wake cost the one who wakes?"));

  private static final List<Declaration> ALL =
      Stream.concat(BETWEEN_THREADS.stream(), ProcessBenchmarks.all().stream()).toList();

  private Benchmarks() {}

  /** Returns all benchmarks, with a full effort; last those between processes. */
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

  private static Chart pool(String file, String title, Quantity quantity) {
    return Chart.bars(
        file,
        title,
        quantity,
        POOL_SUBMITTER,
        POOL_SUBMIT,
        POOL_EXECUTE,
        FIXED_EXECUTE,
        FORK_JOIN_EXECUTE,
        VIRTUAL_EXECUTE);
  }

  private static Chart waiting(String file, String title, Quantity quantity) {
    return Chart.lines(
        file, title, quantity, CHANNEL, BUSY_SPIN, BACKOFF, SLEEP_1MS, ARRAY_BLOCKING_QUEUE);
  }
}
