package dev.rouse.samples;

// Step 6: many threads send to one. New: the receiver waits for several channels at once.

// @start region="program"
import dev.rouse.channel.Channel;
import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.channel.Sender;
import dev.rouse.codec.RecordCodec;
import java.util.ArrayList;
import java.util.List;

/** Three threads send numbers, a fourth sends ticks; one thread receives, and sleeps while idle. */
final class Sample06Inbox {
  private static final RecordCodec<Long> NUMBER = RecordCodec.ofLong();

  public static void main(String[] args) throws InterruptedException {
    Inbox inbox = Inbox.create();
    long[] sum = new long[1]; // only the receiver's thread touches it
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int capacity = Channel.capacityFor(64, NUMBER); // of this sender's own channel
      Sender sender = inbox.newSender(capacity, NUMBER, number -> sum[0] += number);
      threads.add(Thread.ofPlatform().start(() -> send(sender)));
    }
    LongSender ticks = inbox.newLongSender(64, tick -> sum[0] += tick); // another kind
    threads.add(Thread.ofPlatform().start(() -> ticks.sendUninterruptibly(500)));
    Thread receiver = Thread.ofPlatform().start(() -> receive(inbox.receiver(), sum));
    for (Thread thread : threads) {
      thread.join();
    }
    inbox.close(); // the receiver still gets what was sent
    receiver.join();
  }

  private static void send(Sender sender) {
    try (sender) { // ends this sender's channel, and leaves the others alone
      for (long number = 1; number <= 1000; number++) {
        sender.sendUninterruptibly(number, NUMBER); // wakes the receiver if it sleeps
      }
    }
  }

  private static void receive(InboxReceiver receiver, long[] sum) {
    try (receiver) { // if this end fails, the senders are told
      receiver.receiveAll(); // returns when the inbox has ended
    }
    System.out.println(sum[0]);
  }
}
// @end
