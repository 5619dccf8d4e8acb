package dev.rouse.jmh.link;

import dev.rouse.channel.Inbox;
import dev.rouse.channel.InboxReceiver;
import dev.rouse.channel.LongSender;
import dev.rouse.channel.ObjectSender;
import dev.rouse.channel.Sender;
import java.lang.foreign.ValueLayout;
import java.util.function.LongConsumer;

/** An inbox: each sending thread has a channel of its own. */
final class InboxLink implements Link {
  /** How one more sender is made. */
  interface Kind {
    Link newSender(Inbox inbox, LongConsumer handler);
  }

  private final Inbox inbox = Inbox.create();
  private final InboxReceiver receiver = inbox.receiver();
  private final Kind kind;

  /** Where the handlers put what they get; set by the receiver's thread before it receives. */
  private LongConsumer sink = value -> {};

  InboxLink(Kind kind) {
    this.kind = kind;
  }

  /** Records of one long, written in place. */
  static Kind records(int capacity) {
    return (inbox, handler) -> {
      Sender sender =
          inbox.newSender(
              capacity,
              (type, memory, offset, length) ->
                  handler.accept(memory.get(ValueLayout.JAVA_LONG, offset)));
      return new End() {
        @Override
        public void send(long value) throws InterruptedException {
          long payload = sender.claim(1, Long.BYTES);
          sender.segment().set(ValueLayout.JAVA_LONG, payload, value);
          sender.commit();
        }
      };
    };
  }

  /** Longs. */
  static Kind longs(int capacity) {
    return (inbox, handler) -> {
      LongSender sender = inbox.newLongSender(capacity, handler);
      return new End() {
        @Override
        public void send(long value) throws InterruptedException {
          sender.send(value);
        }
      };
    };
  }

  /** Objects. */
  static <T> Kind objects(int capacity, Form<T> form) {
    return (inbox, handler) -> {
      ObjectSender<T> sender =
          inbox.newObjectSender(capacity, object -> handler.accept(form.sum(object)));
      return new End() {
        @Override
        public void send(long value) throws InterruptedException {
          sender.send(form.of(value));
        }
      };
    };
  }

  @Override
  public Link newSender() {
    return kind.newSender(inbox, value -> sink.accept(value));
  }

  @Override
  public void send(long value) {
    throw new UnsupportedOperationException("send without newSender");
  }

  @Override
  public int receive(LongConsumer sink) throws InterruptedException {
    this.sink = sink;
    int count = receiver.receive(Links.BATCH);
    return count == InboxReceiver.END_OF_STREAM ? END : count;
  }

  @Override
  public void close() {
    inbox.close();
  }

  @Override
  public String toString() {
    return inbox.toString();
  }

  /** An end that only sends. */
  private abstract static class End implements Link {
    @Override
    public int receive(LongConsumer sink) {
      throw new UnsupportedOperationException("receive from a sender");
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException("close of one sender");
    }
  }
}
