package dev.rouse.jvm;

import dev.rouse.channel.Channel;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.memory.Region;
import dev.rouse.signal.JobSignal;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** A program that uses everything once; {@link WarningFreeTest} runs it in JVMs of its own. */
final class Walkthrough {
  private Walkthrough() {}

  public static void main(String[] args) throws Exception {
    try (Region region = Region.allocate(JobSignal.BYTE_SIZE);
        JobSignal signal = JobSignal.create(region, 0)) {
      Channel channel = Channel.allocate(1024);
      AtomicCounter counter = AtomicCounter.allocate();
      Thread receiver =
          Thread.ofPlatform()
              .start(
                  () ->
                      channel
                          .receiver()
                          .forEach(
                              (type, segment, offset, length) -> {
                                counter.getAndAdd(length);
                                signal.increment();
                              }));
      channel.sender().send(1, MemorySegment.ofArray(new byte[100]), 0, 100);
      signal.complete(signal.await(1, TimeUnit.MINUTES));
      channel.close();
      receiver.join();
      System.out.println(counter.get());
    }
  }
}
