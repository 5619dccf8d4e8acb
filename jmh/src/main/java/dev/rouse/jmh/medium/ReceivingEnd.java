package dev.rouse.jmh.medium;

import dev.rouse.jmh.link.Link;

/** An end that only receives. */
abstract class ReceivingEnd implements Link {
  @Override
  public final void send(long value) {
    throw new UnsupportedOperationException("send from the receiving end");
  }
}
