package dev.rouse.processes;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.CounterTable;
import dev.rouse.counter.LabelledCounter;
import dev.rouse.file.RoleTakenException;
import dev.rouse.memory.Region;
import dev.rouse.signal.JobSignal;
import dev.rouse.testing.OtherJvm;
import dev.rouse.testing.TelltaleLabels;
import dev.rouse.wait.WaitPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A process that a test starts: opens a region file and does one thing with it. What it prints is
 * read by the test.
 */
final class Peer implements AutoCloseable {
  /** What a peer does. */
  enum Task {
    /** Sends 1, 2, 3 ... n and closes the channel. */
    SEND,

    /** Sends 1 to n, then says so and stays. */
    SEND_AND_STAY,

    /** Sends its position for ever; takes the role as soon as it is free. */
    SEND_POSITIONS,

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

    /** Sends strings of digits, from 1 to n, through a channel of records. */
    SEND_RECORDS,

    /** Waits for jobs, completes them, and stays when n are done. */
    CONSUME,

    /** Allocates and frees counters for ever, in four threads that have two each at a time. */
    CHURN_COUNTERS,

    /** Allocates a counter of type n, counts to 3, says so and stays. */
    ALLOCATE_COUNTER
  }

  private final Process process;
  private final BufferedReader output;

  private Peer(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a peer that may use native access. */
  static Peer start(Path file, Task task, Object... arguments) throws IOException {
    return start(true, file, task, arguments);
  }

  /** Starts a peer. */
  static Peer start(boolean nativeAccess, Path file, Task task, Object... arguments)
      throws IOException {
    // Starts fast, and runs not for long.
    List<String> options =
        new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    options.add(
        nativeAccess ? "--enable-native-access=ALL-UNNAMED" : "--illegal-native-access=deny");
    List<Object> all = new ArrayList<>(List.of(file, task));
    all.addAll(Arrays.asList(arguments));
    return new Peer(OtherJvm.builder(options, Peer.class, all.toArray()).start());
  }

  long pid() {
    return process.pid();
  }

  /** Returns the next line that the peer prints. */
  String line() throws IOException {
    return Objects.requireNonNull(output.readLine(), "the peer has ended");
  }

  /** Kills the peer, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("process " + pid() + " does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until the peer has ended by itself, and returns its exit status. */
  int ended() {
    awaitEnd();
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
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
        case SEND_POSITIONS -> {
          LongSender sender = attached(region);
          say("attached");
          AtomicCounter sent = AtomicCounter.at(region, "sent");
          while (true) {
            sender.send(sender.position());
            sent.set(sender.position());
          }
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

  private static LongSender attached(Region region) {
    while (true) {
      try {
        return LongChannel.attachSender(region, "longs");
      } catch (RoleTakenException e) {
        Thread.yield();
      }
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }

  /** Until the test kills this process, or ends itself. */
  private static void stay() {
    try {
      while (System.in.read() != -1) {
        // Nothing comes.
      }
      Runtime.getRuntime().halt(1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
