package dev.rouse.jmh.compare.pipeline;

import dev.rouse.channel.Channel;
import dev.rouse.channel.Sender;
import dev.rouse.jmh.compare.input.Chunk;
import dev.rouse.jmh.compare.input.Input.Block;
import java.util.ArrayList;
import java.util.List;

/** Descriptors in channels, whose workers sleep until they are woken. */
final class NotifiedPipeline implements Pipeline {
  private final List<Channel> channels = new ArrayList<>();
  private final List<Sender> senders = new ArrayList<>();
  private final Chunk chunk;

  NotifiedPipeline(int workers, Chunk chunk, int descriptors) {
    this.chunk = chunk;
    for (int i = 0; i < workers; i++) {
      Channel channel = Channel.allocate(Descriptor.capacityFor(descriptors));
      channels.add(channel);
      senders.add(channel.sender());
    }
  }

  @Override
  public void publish(int worker, Block block, int sequence) throws InterruptedException {
    long published = System.nanoTime();
    Sender sender = senders.get(worker);
    long payload = sender.claim(Descriptor.TYPE, Descriptor.BYTES);
    Descriptor.write(sender.segment(), payload, published, block, sequence);
    sender.commit();
  }

  @Override
  public void end() {
    channels.forEach(Channel::close);
  }

  @Override
  public void work(int worker, BlockHandler handler) {
    channels.get(worker).receiver().forEach(Descriptor.reader(chunk, handler));
  }
}
