package dev.rouse.samples;

// @start region="program"
import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Sends a word to another thread. */
final class ChannelSample {
  public static void main(String[] args) throws InterruptedException {
    Channel channel = Channel.allocate(64 * 1024);
    Thread printer = Thread.ofPlatform().start(() -> print(channel.receiver()));
    try (channel;
        Arena arena = Arena.ofConfined()) {
      MemorySegment hello = arena.allocateFrom("hello"); // NUL-terminated, as getString expects
      channel.sender().send(1, hello, 0, (int) hello.byteSize()); // wakes the receiver
    } // closes the channel; the receiver still gets what was sent
    printer.join();
  }

  private static void print(Receiver receiver) {
    // Sleeps while there is nothing to receive, and returns at the end of the channel.
    receiver.forEach(
        (type, segment, offset, length) -> System.out.println(segment.getString(offset)));
  }
}
// @end
