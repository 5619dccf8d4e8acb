package dev.rouse.jmh.bench.report;

import dev.rouse.jmh.bench.result.Figure;
import dev.rouse.jmh.bench.result.Result;
import dev.rouse.jmh.bench.result.Results;
import dev.rouse.jmh.tool.Html;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The charts of each group. */
final class Sections {
  private static final double NANOS_A_MICRO = 1e3;

  private final Html html;
  private final Results results;
  private final Pictures pictures;

  Sections(Html html, Results results, Pictures pictures) {
    this.html = html;
    this.results = results;
    this.pictures = pictures;
  }

  /** Adds a group's charts. */
  void add(String group) throws IOException {
    switch (group) {
      case "SpscThroughput" -> spscThroughput();
      case "SideCost" -> sideCost();
      case "ChannelVersusRing" -> channelVersusRing();
      case "ChannelVersusBlockingQueues" -> channelVersusBlockingQueues();
      case "MessageCopy" -> messageCopy();
      case "RoundTrip" -> roundTrip();
      case "BurstCost" -> burstCost();
      case "PollingVersusNotify" -> pollingVersusNotify();
      case "SparseArrival" -> sparseArrival();
      case "CounterThroughput" -> counterThroughput();
      case "StripedCounterThroughput" -> stripedCounterThroughput();
      default ->
          throw new IllegalArgumentException("group: " + group + ", expected one with charts");
    }
  }

  private static String contender(Result result) {
    return result.combination().contender();
  }

  private void spscThroughput() throws IOException {
    html.heading(2, "Streams: throughput by payload")
        .facts(
            "One producer and one consumer that both poll, as fast as it goes. Rouse: ring, and"
                + " ringBatch, which claims and commits 64 records at once; array and arrayBatch"
                + " are their layout and their order of stores in a plain array without any check:"
                + " a bound. AgronaUnchecked has its checks of bounds switched off. JCTools and"
                + " Disruptor hand over objects, so they are measured with 8 bytes only;"
                + " JCToolsPreallocated sends references to messages that were made before, so that"
                + " nothing is written: a bound, not a peer. More is better.")
        .raw(
            pictures.keep(
                "spsc-throughput",
                Charts.bars(
                    grid(
                        "SpscThroughput",
                        r -> r.param("payload") + " B",
                        r -> Optional.of(r.score().dividing(NANOS_A_MICRO))),
                    "million messages/s")));
  }

  private void sideCost() throws IOException {
    html.heading(2, "Streams: each side by itself")
        .facts(
            "The time that a message takes on one thread, which first sends a block of messages"
                + " and then receives it: what the instructions cost where nothing moves between"
                + " processors. Less is better.")
        .raw(
            pictures.keep(
                "side-cost",
                Charts.bars(
                    grid(
                        "SideCost",
                        r -> r.combination().method() + " " + r.param("payload") + " B",
                        r -> Optional.of(r.score())),
                    "nanoseconds")));
  }

  private void channelVersusRing() throws IOException {
    html.heading(2, "Streams: what it costs that the consumer could sleep")
        .facts(
            "8-byte records through a bare ring, which is polled, and through a channel, whose"
                + " consumer sleeps when there is nothing to do; and the same without membarrier,"
                + " where each publish pays a fence while the consumer is not busy. More is"
                + " better.")
        .raw(
            pictures.keep(
                "channel-versus-ring",
                Charts.bars(
                    grid(
                        "ChannelVersusRing",
                        r ->
                            r.combination().method().equals("transfer")
                                ? "default"
                                : "without membarrier",
                        r -> Optional.of(r.score().dividing(NANOS_A_MICRO))),
                    "million records/s")));
  }

  private void channelVersusBlockingQueues() throws IOException {
    html.heading(2, "Streams: consumers that sleep")
        .facts(
            "All of these put their consumer to sleep when there is nothing to do. More is better."
                + "")
        .raw(
            pictures.keep(
                "channel-versus-blocking-queues",
                Charts.bars(
                    grid(
                        "ChannelVersusBlockingQueues",
                        r -> r.param("payload") + " B",
                        r -> Optional.of(r.score().dividing(NANOS_A_MICRO))),
                    "million messages/s")));
  }

  private void messageCopy() throws IOException {
    html.heading(2, "Large messages: written in place or copied")
        .facts(
            "The time for a message that is written in place into a channel, one whose bytes are"
                + " copied into a fresh array and sent through a queue, and one that is serialized."
                + " Less is better; both scales are logarithmic.")
        .raw(
            pictures.keep(
                "message-copy",
                Charts.lines(
                    grid("MessageCopy", r -> r.param("payload"), r -> Optional.of(r.score())),
                    "bytes",
                    "microseconds a message")));
  }

  private void roundTrip() throws IOException {
    html.heading(2, "Unloaded round trip")
        .facts("One message there and one back, with nothing else on the way. Less is better.")
        .raw(
            pictures.keep(
                "round-trip",
                Charts.singleBars(
                    grid("RoundTrip", Sections::contender, r -> Optional.of(r.score())),
                    "nanoseconds")));
  }

  private void burstCost() throws IOException {
    html.heading(2, "Bursts")
        .facts(
            "The time from the first message of a burst until the last one was handled. Less is"
                + " better; both scales are logarithmic.")
        .raw(
            pictures.keep(
                "burst-cost",
                Charts.lines(
                    grid("BurstCost", r -> r.param("burst"), r -> Optional.of(r.score())),
                    "messages in a burst",
                    "microseconds a burst")));
  }

  private void pollingVersusNotify() throws IOException {
    html.heading(2, "Polling or being woken")
        .facts(
            "A record after each gap. The channel is woken; busySpin polls all the time; backoff"
                + " polls ever less often; sleep1ms polls every millisecond. Latency is from before"
                + " the send to the handler. Less is better; the scales are logarithmic.");
    arrivals("PollingVersusNotify");
  }

  private void sparseArrival() throws IOException {
    html.heading(2, "Sparse records: the channel beside blocking queues")
        .facts(
            "A record after each gap, for consumers that all sleep. On a virtual machine the 99th"
                + " percentile shows the machine's own stalls. Less is better; the scales are"
                + " logarithmic.");
    arrivals("SparseArrival");
  }

  private void arrivals(String group) throws IOException {
    arrivals(group, "p50", r -> r.figure("p50"), "median latency, microseconds");
    arrivals(group, "p99", r -> r.figure("p99"), "99th percentile, microseconds");
    html.facts("What the consumer takes of a core, by the gap between two records:");
    arrivals(group, "cpu", Sections::cpuShare, "percent of a core");
  }

  private void arrivals(
      String group, String what, Function<Result, Optional<Figure>> figure, String unit)
      throws IOException {
    String name = group.equals("SparseArrival") ? "sparse-arrival-" : "polling-versus-notify-";
    html.raw(
        pictures.keep(
            name + what,
            Charts.lines(
                grid(group, r -> r.param("gapMicros"), figure),
                "microseconds between two records",
                unit)));
  }

  private static Optional<Figure> cpuShare(Result result) {
    return result
        .figure("cpu")
        .map(cpu -> cpu.times(100 / Double.parseDouble(result.param("gapMicros"))));
  }

  private void counterThroughput() throws IOException {
    for (int threads : List.of(1, 2)) {
      html.heading(2, threads == 1 ? "Counters" : "Counters, two threads on the same one")
          .facts(
              "The time for an operation. Less is better."
                  + (threads == 1
                      ? " Unchecked reaches the same memory without any check of its bounds, its"
                          + " thread and its lifetime: a bound, not a peer."
                      : ""))
          .raw(
              pictures.keep(
                  "counters-" + threads,
                  Charts.bars(
                      Grid.of(
                          results
                              .group("CounterThroughput")
                              .filter(r -> r.combination().threads() == threads),
                          Sections::contender,
                          r -> r.combination().method(),
                          r -> Optional.of(r.score())),
                      "nanoseconds")));
    }
  }

  private void stripedCounterThroughput() throws IOException {
    html.heading(2, "Counters that many threads add to")
        .facts("The time for an add, which several threads call at once. Less is better.")
        .raw(
            pictures.keep(
                "striped-counters",
                Charts.bars(
                    grid(
                        "StripedCounterThroughput",
                        r ->
                            r.combination().threads() == 1
                                ? "1 thread"
                                : r.combination().threads() + " threads",
                        r -> Optional.of(r.score())),
                    "nanoseconds")));
  }

  private Grid grid(
      String group, Function<Result, String> category, Function<Result, Optional<Figure>> figure) {
    return Grid.of(results.group(group), Sections::contender, category, figure);
  }
}
