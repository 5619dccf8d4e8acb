package dev.rouse.jmh.medium;

import dev.rouse.jmh.link.Link;
import java.util.function.LongConsumer;

/** An end that only sends. */
abstract class SendingEnd implements Link {
  @Override
  public final int receive(LongConsumer sink) {
    throw new UnsupportedOperationException("receive from the sending end");
  }
}
