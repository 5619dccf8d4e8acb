package dev.rouse.samples;

// @start region="program"
import dev.rouse.codec.RecordCodec;
import dev.rouse.ring.SpscRing;
import java.lang.invoke.MethodHandles;

/** Sends values instead of bytes. */
final class RecordCodecSample {
  record Quote(long instrument, double price, int quantity) {}

  private static final RecordCodec<Quote> QUOTES =
      RecordCodec.of(MethodHandles.lookup(), Quote.class);

  public static void main(String[] args) {
    SpscRing ring = SpscRing.allocate(64 * 1024);
    ring.producer().offer(1, new Quote(7, 101.5, 3), QUOTES);
    ring.consumer()
        .poll(
            (type, segment, offset, length) ->
                System.out.println(QUOTES.decode(segment, offset, length)));
  }
}
// @end
