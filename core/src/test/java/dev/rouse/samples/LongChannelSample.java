package dev.rouse.samples;

// @start region="program"
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;

/** One thread sends some numbers, another one sleeps until they come, and adds them up. */
final class LongChannelSample {
  private static long sum;

  public static void main(String[] args) throws InterruptedException {
    LongChannel channel = LongChannel.allocate(1024);
    LongReceiver receiver = channel.receiver();
    Thread adder = Thread.ofPlatform().start(() -> receiver.forEach(value -> sum += value));

    try (LongSender sender = channel.sender()) {
      for (long value = 1; value <= 100; value++) {
        sender.send(value);
      }
    } // closing tells the receiver that nothing more comes
    adder.join();
    System.out.println(sum);
  }
}
// @end
