package dev.rouse.jmh.bench.plan;

import dev.rouse.jmh.bench.plan.Effort.Pass;
import dev.rouse.jmh.bench.plan.Group.Axis;
import dev.rouse.jmh.tool.UserError;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All groups. The efforts are chosen so that they take some 40 minutes together, with more forks
 * where figures are known to differ from one JVM to the next.
 */
public final class Plan {
  // Short iterations where two threads spin: a host that moves the processors spoils few of them.
  private static final Effort STREAMS = new Effort(5, new Pass(3, 400), new Pass(40, 50));
  private static final Effort ROUND_TRIPS = new Effort(5, new Pass(3, 400), new Pass(40, 50));
  private static final Effort COPIES = new Effort(3, new Pass(3, 500), new Pass(40, 50));
  private static final Effort BURSTS = new Effort(3, new Pass(3, 400), new Pass(40, 50));
  private static final Effort SIDES = new Effort(3, new Pass(3, 300), new Pass(4, 300));
  private static final Effort COUNTERS = new Effort(3, new Pass(3, 300), new Pass(5, 300));
  // With gaps of 10 ms an iteration has 150 records; it takes that many for a percentile. Warmed up
  // for less, the percentile shows the stalls while code is compiled anew.
  private static final Effort ARRIVALS = new Effort(3, new Pass(4, 500), new Pass(4, 1500));

  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "SpscThroughput",
              STREAMS,
              join(
                  List.of(
                      Group.all(
                          "SpscThroughput.transfer",
                          link("ring", "ringBatch", "Agrona", "AgronaUnchecked"),
                          new Axis("payload", List.of(8, 64, 256, 1024))),
                      Group.all(
                          "SpscThroughput.transfer",
                          link(
                              "array", "arrayBatch", "JCTools", "JCToolsPreallocated", "Disruptor"),
                          new Axis("payload", List.of(8)))))),
          new Group(
              "SideCost",
              SIDES,
              Stream.of("send", "receive")
                  .flatMap(
                      side ->
                          Group.all(
                              "SideCost." + side,
                              link("ring", "ringBatch", "channel", "Agrona"),
                              new Axis("payload", List.of(8, 64)))
                              .stream())
                  .toList()),
          new Group(
              "ChannelVersusRing",
              STREAMS,
              join(
                  List.of(
                      Group.all("ChannelVersusRing.transfer", link("ring", "channel")),
                      Group.all("ChannelVersusRing.transferSymmetric", link("ring", "channel"))))),
          new Group(
              "ChannelVersusBlockingQueues",
              STREAMS,
              Group.all(
                  "ChannelVersusBlockingQueues.transfer",
                  link("channel", "ArrayBlockingQueue", "LinkedTransferQueue", "DisruptorBlocking"),
                  new Axis("payload", List.of(8, 64)))),
          new Group(
              "MessageCopy",
              COPIES,
              join(
                  List.of(
                      Group.all(
                          "MessageCopy.transfer",
                          link("channel", "copy"),
                          new Axis("payload", List.of(64, 1024, 16384, 65536, 1048576))),
                      Group.all(
                          "MessageCopy.transfer",
                          link("serialization"),
                          new Axis("payload", List.of(64, 1024, 16384, 65536)))))),
          new Group(
              "RoundTrip",
              ROUND_TRIPS,
              Group.all(
                  "RoundTrip.roundTrip",
                  link(
                      "ring",
                      "channelSpinning",
                      "Agrona",
                      "AgronaUnchecked",
                      "JCTools",
                      "JCToolsPreallocated",
                      "Disruptor"))),
          new Group(
              "BurstCost",
              BURSTS,
              Group.all(
                  "BurstCost.burst",
                  link("ring", "channel", "Agrona", "JCTools", "Disruptor", "ArrayBlockingQueue"),
                  new Axis("burst", List.of(1, 16, 256)))),
          new Group(
              "PollingVersusNotify",
              ARRIVALS,
              Group.all(
                  "PollingVersusNotify.arrival",
                  link("channel", "busySpin", "backoff", "sleep1ms", "ArrayBlockingQueue"),
                  new Axis("gapMicros", List.of(10, 100, 1000, 10000)))),
          new Group(
              "SparseArrival",
              ARRIVALS,
              Group.all(
                  "SparseArrival.arrival",
                  link("channel", "ArrayBlockingQueue", "LinkedTransferQueue"),
                  new Axis("gapMicros", List.of(20, 50, 100, 1000)))),
          new Group("CounterThroughput", COUNTERS, counters()),
          new Group("StripedCounterThroughput", COUNTERS, stripedCounters()));

  private Plan() {}

  /** Returns all groups, with a full effort. */
  public static List<Group> groups() {
    return GROUPS;
  }

  /**
   * Returns the groups of a run.
   *
   * @param only a regular expression that is looked for in the names; blank means all
   * @param scale how long the run takes in proportion to a full one
   * @throws UserError if the expression is none, or fits no name
   */
  public static List<Group> groups(String only, Scale scale) throws UserError {
    try {
      Pattern wanted = Pattern.compile(only.strip());
      List<Group> groups =
          GROUPS.stream()
              .filter(group -> wanted.matcher(group.name()).find())
              .map(group -> group.scaled(scale))
              .toList();
      if (groups.isEmpty()) {
        throw new UserError(
            "only: %s fits no group, expected some of %s"
                .formatted(
                    only, GROUPS.stream().map(Group::name).collect(Collectors.joining(", "))));
      }
      return groups;
    } catch (PatternSyntaxException e) {
      throw new UserError("only: " + only + " is no regular expression: " + e.getDescription());
    }
  }

  private static List<Combination> counters() {
    Axis all = counter("AtomicCounter", "AtomicLong", "AtomicLongFieldUpdater");
    // The updaters have no such methods.
    Axis withModes = counter("AtomicCounter", "AtomicLong");
    List<Combination> updates =
        Stream.of("getAndAdd", "incrementAndGet", "compareAndSet")
            .flatMap(method -> Group.all("CounterThroughput." + method, all).stream())
            .toList();
    Axis unchecked = counter("Unchecked");
    return join(
        List.of(
            Group.all("CounterThroughput.get", all),
            Group.all("CounterThroughput.set", all),
            updates,
            Group.all("CounterThroughput.getAcquire", withModes),
            Group.all("CounterThroughput.setRelease", withModes),
            Stream.of("get", "set", "getAndAdd", "getAcquire", "setRelease")
                .flatMap(method -> Group.all("CounterThroughput." + method, unchecked).stream())
                .toList(),
            updates.stream().map(c -> c.onThreads(2)).toList()));
  }

  private static List<Combination> stripedCounters() {
    List<Combination> add =
        Group.all("StripedCounterThroughput.add", counter("StripedCounter", "LongAdder"));
    return Stream.of(1, 2, 4, 8)
        .flatMap(threads -> add.stream().map(c -> c.onThreads(threads)))
        .toList();
  }

  private static Axis link(String... names) {
    return new Axis("link", List.of(names));
  }

  private static Axis counter(String... names) {
    return new Axis("counter", List.of(names));
  }

  private static List<Combination> join(List<List<Combination>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }
}
