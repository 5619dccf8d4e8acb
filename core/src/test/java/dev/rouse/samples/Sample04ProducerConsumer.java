package dev.rouse.samples;

// Step 4: a producer sends whole records to a consumer. New: a codec, which says how a value is
// written into the channel and read again.

// @start region="program"
import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import java.lang.invoke.MethodHandles;

/** Sends values to a thread that sleeps while there are none. */
final class Sample04ProducerConsumer {
  record Trade(long id, double price, int quantity) {}

  private static final RecordCodec<Trade> CODEC =
      RecordCodec.of(MethodHandles.lookup(), Trade.class);

  public static void main(String[] args) throws InterruptedException {
    Channel channel = Channel.allocate(Channel.capacityFor(1024, CODEC)); // holds 1024 trades
    Thread consumer = Thread.ofPlatform().start(() -> print(channel.receiver()));
    try (Sender sender = channel.sender()) {
      sender.send(new Trade(1, 101.5, 3), CODEC); // wakes the consumer if it sleeps
      sender.send(new Trade(2, 99.25, 8), CODEC);
    } // closes the channel; the consumer still receives what was sent
    consumer.join();
  }

  private static void print(Receiver receiver) {
    try (receiver) { // if this end fails, the sender is told
      receiver.forEach(CODEC, System.out::println); // returns when the channel has ended
    }
  }
}
// @end
