package dev.rouse.samples;

// Step 3: numbers go from one thread to another. New: a channel is a queue and a signal in one, for
// one sender and one receiver.

// @start region="program"
import dev.rouse.channel.LongChannel;
import dev.rouse.channel.LongReceiver;
import dev.rouse.channel.LongSender;

/** One thread sends some numbers, another one sleeps until they come, and adds them up. */
final class Sample03Longs {
  private static final int CAPACITY = 1024; // the sender waits while so many are not received
  private static final int LAST = 100;

  private static long sum; // only the receiving thread adds to it

  public static void main(String[] args) throws InterruptedException {
    LongChannel channel = LongChannel.allocate(CAPACITY);
    LongReceiver receiver = channel.receiver();
    Thread adder = Thread.ofPlatform().start(() -> receiver.forEach(value -> sum += value));

    try (LongSender sender = channel.sender()) {
      for (long value = 1; value <= LAST; value++) {
        sender.send(value);
      }
    } // closing tells the receiver that nothing more comes
    adder.join();
    System.out.println(sum);
  }
}
// @end
