package dev.rouse.processes;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.counter.StripedCounter;
import dev.rouse.file.Part;
import dev.rouse.internal.os.Futex;
import dev.rouse.memory.Region;
import dev.rouse.ring.LongRing;
import dev.rouse.ring.LongRingConsumer;
import dev.rouse.ring.LongRingProducer;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.WaitPolicy;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A program that truncates its own region file and then uses all that was in it. Prints what each
 * use throws. It is to be run by the interpreter, in which a missing page may end the JVM.
 */
final class TruncatedFile {
  /** What the file is truncated to: the header and the first part, which are looked at. */
  private static final long LEFT = 4096;

  private TruncatedFile() {}

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[0]);
    try (Region region =
        Region.create(
            file,
            Part.bytes("padding", 2 * LEFT),
            AtomicCounter.part("counter"),
            StripedCounter.part("striped", 2),
            JobSignal.part("signal"),
            LongRing.part("ring", 16),
            Channel.part("records", 1024),
            LongChannel.part("longs", 16),
            LongChannel.part("waited", 16))) {
      Map<String, Callable<?>> uses = uses(region);
      LongReceiver receiver = LongChannel.attachReceiver(region, "waited", WaitPolicy.parkOnly());
      FutureTask<Long> waiting = new FutureTask<>(receiver::receive);
      Thread waiter = Thread.ofPlatform().daemon().start(waiting);
      while (!isAsleep(waiter)) {
        Thread.onSpinWait();
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(LEFT);
      }
      uses.forEach(TruncatedFile::tell);
      try {
        tell("wait", () -> waiting.get(30, TimeUnit.SECONDS));
      } finally {
        System.out.println("end");
      }
    }
  }

  private static boolean isAsleep(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals(Futex.class.getName())
                    && frame.getMethodName().equals("sleep"));
  }

  private static void tell(String name, Callable<?> use) {
    String result;
    try {
      result = "returns " + use.call();
    } catch (ExecutionException e) {
      result = "throws " + e.getCause();
    } catch (Exception | InternalError e) {
      result = "throws " + e;
    }
    System.out.println(name + " " + result);
  }

  private static Map<String, Callable<?>> uses(Region region) {
    AtomicCounter counter = AtomicCounter.at(region, "counter");
    StripedCounter striped = StripedCounter.at(region, "striped");
    JobSignal signal = JobSignal.attachConsumer(region, "signal", WaitPolicy.adaptive());
    LongRingProducer producer = LongRing.attachProducer(region, "ring");
    LongRingConsumer consumer = LongRing.attachConsumer(region, "ring");
    Sender sender = Channel.attachSender(region, "records");
    Receiver receiver = Channel.attachReceiver(region, "records");
    LongSender longSender = LongChannel.attachSender(region, "longs");
    LongReceiver longReceiver = LongChannel.attachReceiver(region, "longs");
    Map<String, Callable<?>> uses = new LinkedHashMap<>();
    uses.put("counter.get", counter::get);
    uses.put("counter.add", () -> counter.getAndAdd(1));
    uses.put("counter.compareAndSet", () -> counter.compareAndSet(0, 1));
    uses.put("counter.compareAndExchange", () -> counter.compareAndExchange(0, 1));
    uses.put("striped.sum", striped::sum);
    uses.put(
        "striped.add",
        () -> {
          striped.add(1);
          return "";
        });
    uses.put("signal.pending", signal::pending);
    uses.put(
        "signal.increment",
        () -> {
          signal.increment();
          return "";
        });
    uses.put("signal.await", () -> signal.await(1, TimeUnit.SECONDS));
    uses.put("ring.offer", () -> producer.offer(1));
    uses.put("ring.poll", consumer::poll);
    uses.put("records.trySend", () -> sender.trySend(1L, RecordCodec.ofLong()));
    uses.put("records.poll", () -> receiver.poll(RecordCodec.ofLong()));
    uses.put("longs.trySend", () -> longSender.trySend(1));
    uses.put("longs.poll", longReceiver::poll);
    uses.put("longs.receive", () -> longReceiver.receive(1, TimeUnit.SECONDS));
    uses.put(
        "longs.close",
        () -> {
          longSender.close();
          return "";
        });
    uses.put("attachSender", () -> LongChannel.attachSender(region, "waited"));
    return uses;
  }
}
