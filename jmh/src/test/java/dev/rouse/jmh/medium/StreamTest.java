package dev.rouse.jmh.medium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.jmh.link.Link;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTest {
  private static final int PAYLOAD = 16;

  @Test
  void aMessageThatComesInPiecesIsPutTogether() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Link sender = Stream.sender(Channels.newChannel(bytes), 2, PAYLOAD);
    sender.send(10, 2);
    sender.send(12);
    sender.close();
    List<Long> sums = new ArrayList<>();
    Link receiver = Stream.receiver(new Slow(bytes.toByteArray()), PAYLOAD);
    while (receiver.receive(sums::add) != Link.END) {
      // The list takes what there is.
    }
    assertThat(sums).containsExactly(21L, 23L, 25L);
    receiver.close();
  }

  /** Gives five bytes at a time. */
  private static final class Slow implements ReadableByteChannel {
    private static final int STEP = 5;

    private final ByteBuffer all;

    Slow(byte[] all) {
      this.all = ByteBuffer.wrap(all);
    }

    @Override
    public int read(ByteBuffer target) {
      if (!all.hasRemaining()) {
        return -1;
      }
      int count = Math.min(STEP, all.remaining());
      target.put(all.slice(all.position(), count));
      all.position(all.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
