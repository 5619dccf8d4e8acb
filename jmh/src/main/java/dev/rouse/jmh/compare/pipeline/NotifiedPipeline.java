package dev.rouse.jmh.compare.pipeline;

import dev.rouse.channel.Channel;
import dev.rouse.channel.ChannelProducer;
import dev.rouse.jmh.compare.input.Input.Block;
import java.util.ArrayList;
import java.util.List;

/** Descriptors in channels, whose workers sleep until they are woken. */
final class NotifiedPipeline implements Pipeline {
  private final List<Channel> channels = new ArrayList<>();
  private final List<ChannelProducer> producers = new ArrayList<>();

  NotifiedPipeline(int workers, int descriptors) {
    for (int i = 0; i < workers; i++) {
      Channel channel = Channel.allocate(Descriptor.capacityFor(descriptors));
      channels.add(channel);
      producers.add(channel.producer());
    }
  }

  @Override
  public void publish(int worker, Block block, int sequence) throws InterruptedException {
    long published = System.nanoTime();
    ChannelProducer producer = producers.get(worker);
    long payload = producer.claim(Descriptor.TYPE, Descriptor.BYTES);
    Descriptor.write(producer.segment(), payload, published, block, sequence);
    producer.commit();
  }

  @Override
  public void end() {
    channels.forEach(Channel::close);
  }

  @Override
  public void work(int worker, BlockHandler handler) {
    channels.get(worker).consumer().forEach(Descriptor.reader(handler));
  }
}
