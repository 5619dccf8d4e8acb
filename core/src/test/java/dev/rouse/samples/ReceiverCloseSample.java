package dev.rouse.samples;

// @start region="program"
import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import dev.rouse.wait.ClosedException;

/** Tells a sender that its receiver has failed. */
final class ReceiverCloseSample {
  private static final RecordCodec<String> TEXT = RecordCodec.utf8();

  public static void main(String[] args) throws InterruptedException {
    Channel channel = Channel.allocate(4096);
    Thread worker = Thread.ofPlatform().start(() -> work(channel.receiver()));
    Sender sender = channel.sender();
    try {
      while (true) {
        sender.send("a job that cannot be done", TEXT);
      }
    } catch (ClosedException e) {
      System.out.println("the worker has stopped");
    }
    worker.join();
  }

  private static void work(Receiver receiver) {
    try (receiver) { // closes the channel, however the loop ends
      receiver.forEach(
          TEXT,
          job -> {
            System.out.println(job);
            throw new UnsupportedOperationException(job);
          });
    } catch (UnsupportedOperationException e) {
      // The channel is closed by now, and the sender knows.
    }
  }
}
// @end
