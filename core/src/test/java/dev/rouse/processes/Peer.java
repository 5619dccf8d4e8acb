package dev.rouse.processes;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.counter.CounterTable;
import dev.rouse.counter.LabelledCounter;
import dev.rouse.duplex.DuplexChannel;
import dev.rouse.duplex.LongPort;
import dev.rouse.memory.Region;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.TelltaleLabels;
import dev.rouse.wait.WaitPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A process that a test starts: opens a region file and does one thing with it. What it prints is
 * read by the test.
 */
final class Peer extends Child {
  /** What a peer does. */
  enum Task {
    /** Sends 1, 2, 3 ... n and closes the channel. */
    SEND,

    /** Sends 1 to n, then says so and stays. */
    SEND_AND_STAY,

    /** Receives until the end, and prints the sum. */
    RECEIVE,

    /** Receives in a handler, which stays in the n-th call. */
    STAY_IN_HANDLER,

    /** Takes the role of the receiver and stays. */
    HOLD,

    /** Takes the role of the receiver, says so, closes the region and stays. */
    HOLD_AND_CLOSE,

    /** Answers each value with its successor. */
    ECHO,

    /** Answers each value with its successor, at the second port of a duplex channel of longs. */
    ECHO_AT_PORT,

    /** Sends strings of digits, from 1 to n, through a channel of records. */
    SEND_RECORDS,

    /** Waits for jobs, completes them, and stays when n are done. */
    CONSUME,

    /** Allocates and frees counters for ever, in four threads that have two each at a time. */
    CHURN_COUNTERS,

    /** Allocates a counter of type n, counts to 3, says so and stays. */
    ALLOCATE_COUNTER
  }

  private Peer(Process process) {
    super(process);
  }

  /** Starts a peer that may use native access. */
  static Peer start(Path file, Task task, Object... arguments) throws IOException {
    return start(true, file, task, arguments);
  }

  /** Starts a peer. */
  static Peer start(boolean nativeAccess, Path file, Task task, Object... arguments)
      throws IOException {
    List<Object> all = new ArrayList<>(List.of(file, task));
    all.addAll(Arrays.asList(arguments));
    return new Peer(process(nativeAccess, Peer.class, all));
  }

  public static void main(String[] args) throws Exception {
    long n = args.length > 2 ? Long.parseLong(args[2]) : 0;
    try (Region region = Region.open(Path.of(args[0]))) {
      switch (Task.valueOf(args[1])) {
        case SEND -> {
          try (LongSender sender = LongChannel.attachSender(region, "longs")) {
            send(sender, n);
          }
        }
        case SEND_AND_STAY -> {
          send(LongChannel.attachSender(region, "longs"), n);
          say("sent");
          stay();
        }
        case RECEIVE -> {
          long[] sum = {0};
          LongChannel.attachReceiver(region, "longs").forEach(value -> sum[0] += value);
          say("" + sum[0]);
        }
        case STAY_IN_HANDLER -> {
          LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
          long[] calls = {0};
          receiver.forEach(
              value -> {
                if (++calls[0] == n) {
                  say("handles " + value);
                  stay();
                }
              });
        }
        case HOLD -> {
          LongChannel.attachReceiver(region, "longs");
          say("holds");
          stay();
        }
        case HOLD_AND_CLOSE -> {
          try (Region second = Region.open(Path.of(args[0]))) {
            LongChannel.attachReceiver(second, "longs");
            say("holds");
          }
          say("closed");
          stay();
        }
        case ECHO -> {
          LongReceiver receiver = LongChannel.attachReceiver(region, "longs");
          LongSender answers = LongChannel.attachSender(region, "answers");
          for (long value; (value = receiver.receive()) != LongReceiver.END_OF_STREAM; ) {
            answers.send(value + 1);
          }
          answers.close();
        }
        case ECHO_AT_PORT -> {
          try (LongPort port = DuplexChannel.attachSecondOfLongs(region, "talk")) {
            for (long value; (value = port.receive()) != LongPort.END_OF_STREAM; ) {
              port.send(value + 1);
            }
          }
        }
        case SEND_RECORDS -> {
          try (var sender = Channel.attachSender(region, "records")) {
            for (long i = 1; i <= n; i++) {
              sender.send(i, RecordCodec.ofLong());
            }
          }
        }
        case CONSUME -> {
          JobSignal signal = JobSignal.attachConsumer(region, "jobs", WaitPolicy.adaptive());
          say("attached");
          for (long done = 0; done < n; ) {
            long pending = signal.await();
            signal.complete(pending);
            done += pending;
          }
          say("done");
          stay();
        }
        case CHURN_COUNTERS -> churn(CounterTable.at(region, "table"));
        case ALLOCATE_COUNTER -> {
          CounterTable.at(region, "table").allocate((int) n, TelltaleLabels.of((int) n)).add(3);
          say("counted");
          stay();
        }
      }
    }
  }

  private static void churn(CounterTable table) {
    for (int i = 0; i < 4; i++) {
      int first = i;
      Thread.ofPlatform()
          .start(
              () -> {
                LabelledCounter last = table.allocate(first, TelltaleLabels.of(first));
                for (int type = first; ; type = (type + 1) & Integer.MAX_VALUE) {
                  LabelledCounter counter = table.allocate(type, TelltaleLabels.of(type));
                  counter.increment();
                  last.free();
                  last = counter;
                }
              });
    }
    say("begins");
    stay();
  }

  private static void send(LongSender sender, long n) throws InterruptedException {
    for (long i = 1; i <= n; i++) {
      sender.send(i);
    }
  }
}
