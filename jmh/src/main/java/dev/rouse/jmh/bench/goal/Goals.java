package dev.rouse.jmh.bench.goal;

import static dev.rouse.jmh.bench.goal.Goal.faster;
import static dev.rouse.jmh.bench.goal.Goal.notSlower;
import static dev.rouse.jmh.bench.goal.Goal.shown;

import dev.rouse.jmh.bench.plan.Combination;
import dev.rouse.jmh.bench.plan.Group;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.tool.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All goals. */
public final class Goals {
  private static final List<Goal> ALL =
      Stream.of(
              spscThroughput(),
              sideCost(),
              channelVersusRing(),
              channelVersusBlockingQueues(),
              messageCopy(),
              roundTrip(),
              sparseArrival(),
              counters(),
              stripedCounters())
          .flatMap(List::stream)
          .toList();

  private Goals() {}

  /** Returns all goals. */
  public static List<Goal> all() {
    return ALL;
  }

  /**
   * Compares what was measured with the goals.
   *
   * @param results what was measured
   * @param groups the groups whose goals count; each is complete
   * @throws UserError if a benchmark does not report a figure that a goal is about
   */
  public static List<Ratio> compare(Results results, List<Group> groups) throws UserError {
    List<Ratio> ratios = new ArrayList<>();
    for (Group group : groups) {
      for (Goal goal : ALL) {
        if (goal.mine().group().equals(group.name())) {
          ratios.add(Ratio.of(goal, results));
        }
      }
    }
    return ratios;
  }

  private static List<Goal> spscThroughput() {
    List<Goal> goals = new ArrayList<>();
    for (int payload : List.of(8, 64, 256, 1024)) {
      String bytes = payload + " B";
      Combination ring = spsc("ring", payload);
      goals.add(faster(payload <= 64 ? 1.5 : 1.1, bytes, ring, spsc("Agrona", payload)));
      goals.add(shown(bytes, ring, spsc("AgronaUnchecked", payload)));
    }
    Combination ring = spsc("ring", 8);
    goals.add(notSlower(1, "8 B", ring, List.of(spsc("JCTools", 8))));
    goals.add(shown("8 B", ring, spsc("JCToolsPreallocated", 8)));
    goals.add(faster(1.5, "8 B", ring, spsc("Disruptor", 8)));
    goals.add(faster(2, "8 B", spsc("ringBatch", 8), ring));
    goals.add(shown("8 B", ring, spsc("array", 8)));
    goals.add(shown("8 B", spsc("ringBatch", 8), spsc("arrayBatch", 8)));
    goals.add(shown("8 B", spsc("array", 8), spsc("Disruptor", 8)));
    return goals;
  }

  private static Combination spsc(String link, int payload) {
    return Combination.of("SpscThroughput.transfer", "link", link, "payload", payload);
  }

  private static List<Goal> sideCost() {
    List<Goal> goals = new ArrayList<>();
    for (String side : List.of("send", "receive")) {
      for (int payload : List.of(8, 64)) {
        String what = "%s, %d B".formatted(side, payload);
        Combination ring = side(side, "ring", payload);
        goals.add(shown(what, ring, side(side, "Agrona", payload)));
        goals.add(shown(what, side(side, "ringBatch", payload), ring));
        goals.add(shown(what, side(side, "channel", payload), ring));
      }
    }
    return goals;
  }

  private static Combination side(String side, String link, int payload) {
    return Combination.of("SideCost." + side, "link", link, "payload", payload);
  }

  private static List<Goal> channelVersusRing() {
    String transfer = "ChannelVersusRing.transfer";
    String symmetric = "ChannelVersusRing.transferSymmetric";
    return List.of(
        notSlower(0.9, "8 B", link(transfer, "channel"), List.of(link(transfer, "ring"))),
        shown("8 B, without membarrier", link(symmetric, "channel"), link(symmetric, "ring")));
  }

  private static List<Goal> channelVersusBlockingQueues() {
    List<Goal> goals = new ArrayList<>();
    for (int payload : List.of(8, 64)) {
      goals.add(
          faster(
              4,
              payload + " B",
              queue("channel", payload),
              queue("ArrayBlockingQueue", payload),
              queue("LinkedTransferQueue", payload),
              queue("DisruptorBlocking", payload)));
    }
    return goals;
  }

  private static Combination queue(String link, int payload) {
    return Combination.of("ChannelVersusBlockingQueues.transfer", "link", link, "payload", payload);
  }

  private static List<Goal> messageCopy() {
    return Stream.of(64, 1024, 16384, 65536, 1048576)
        .map(
            size ->
                faster(
                    1,
                    "%,d B".formatted(size),
                    Combination.of("MessageCopy.transfer", "link", "channel", "payload", size),
                    Combination.of("MessageCopy.transfer", "link", "copy", "payload", size)))
        .toList();
  }

  private static List<Goal> roundTrip() {
    String roundTrip = "RoundTrip.roundTrip";
    return Stream.of("Agrona", "AgronaUnchecked", "JCTools", "JCToolsPreallocated", "Disruptor")
        .map(peer -> faster(1, "there and back", link(roundTrip, "ring"), link(roundTrip, peer)))
        .toList();
  }

  private static Combination link(String benchmark, String link) {
    return Combination.of(benchmark, "link", link);
  }

  private static List<Goal> sparseArrival() {
    List<Goal> goals = new ArrayList<>();
    for (int gap : List.of(20, 50, 100, 1000)) {
      for (String peer : List.of("ArrayBlockingQueue", "LinkedTransferQueue")) {
        for (String metric : List.of("p50", "p99", "cpu")) {
          goals.add(
              notSlower(1, gap + " us", sparse("channel", gap), List.of(sparse(peer, gap)))
                  .by(metric));
        }
      }
    }
    return goals;
  }

  private static Combination sparse(String link, int gapMicros) {
    return Combination.of("SparseArrival.arrival", "link", link, "gapMicros", gapMicros);
  }

  private static List<Goal> counters() {
    List<Goal> goals = new ArrayList<>();
    for (String method : List.of("get", "set", "getAndAdd", "incrementAndGet", "compareAndSet")) {
      goals.add(notSlowerCounter(method, 1, "AtomicLong", "AtomicLongFieldUpdater"));
    }
    for (String method : List.of("getAcquire", "setRelease")) {
      goals.add(notSlowerCounter(method, 1, "AtomicLong"));
    }
    for (String method : List.of("getAndAdd", "incrementAndGet", "compareAndSet")) {
      goals.add(notSlowerCounter(method, 2, "AtomicLong", "AtomicLongFieldUpdater"));
    }
    for (String method : List.of("get", "set", "getAndAdd", "getAcquire", "setRelease")) {
      String benchmark = "CounterThroughput." + method;
      goals.add(
          shown(
              method + ", 1 thread",
              counter(benchmark, 1, "AtomicCounter"),
              counter(benchmark, 1, "Unchecked")));
    }
    return goals;
  }

  /** At most 1.1 times the best peer's time, as a ratio of throughputs. */
  private static Goal notSlowerCounter(String method, int threads, String... peers) {
    String benchmark = "CounterThroughput." + method;
    return notSlower(
        1 / 1.1,
        method + ", " + threads(threads),
        counter(benchmark, threads, "AtomicCounter"),
        Stream.of(peers).map(peer -> counter(benchmark, threads, peer)).toList());
  }

  private static Combination counter(String benchmark, int threads, String counter) {
    return Combination.of(benchmark, "counter", counter).onThreads(threads);
  }

  private static List<Goal> stripedCounters() {
    String add = "StripedCounterThroughput.add";
    return Stream.of(1, 2, 4, 8)
        .map(
            threads ->
                notSlower(
                    1,
                    "add, " + threads(threads),
                    counter(add, threads, "StripedCounter"),
                    List.of(counter(add, threads, "LongAdder"))))
        .toList();
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }
}
