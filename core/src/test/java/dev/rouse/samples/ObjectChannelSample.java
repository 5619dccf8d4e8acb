package dev.rouse.samples;

// @start region="program"
import dev.rouse.channel.ObjectChannel;
import dev.rouse.channel.ObjectReceiver;
import dev.rouse.channel.ObjectSender;

/** One thread sends some texts, another one sleeps until they come, and prints them. */
final class ObjectChannelSample {
  public static void main(String[] args) throws InterruptedException {
    ObjectChannel<String> channel = ObjectChannel.allocate(1024);
    ObjectReceiver<String> receiver = channel.receiver();
    Thread printer = Thread.ofPlatform().start(() -> receiver.forEach(System.out::println));

    try (ObjectSender<String> sender = channel.sender()) {
      sender.send("hello");
      sender.send("world");
    } // closing tells the receiver that nothing more comes
    printer.join();
  }
}
// @end
