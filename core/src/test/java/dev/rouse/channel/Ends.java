package dev.rouse.channel;

import dev.rouse.codec.RecordCodec;
import dev.rouse.wait.ClosedException;
import dev.rouse.wait.WaitPolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Both ends of a channel of any kind that passes numbers, so that one test serves all kinds. */
interface Ends {
  int CAPACITY = 16;

  /** The kinds of channels. */
  enum Kind {
    RECORDS,
    LONGS,
    OBJECTS;

    Ends open() {
      return open(WaitPolicy.adaptive());
    }

    Ends open(WaitPolicy policy) {
      return switch (this) {
        case RECORDS -> new Records(policy);
        case LONGS -> new Longs(policy);
        case OBJECTS -> new Objects(policy);
      };
    }
  }

  AutoCloseable channel();

  int size();

  boolean isClosed();

  void close();

  void closeSender();

  void closeReceiver();

  boolean trySend(long value);

  void send(long value) throws InterruptedException;

  boolean send(long value, long timeout, TimeUnit unit) throws InterruptedException;

  void sendUninterruptibly(long value);

  /** Returns null for none; throws ClosedException at the end, as do the others that receive. */
  @Nullable Long poll();

  @Nullable Long peek();

  Long receive() throws InterruptedException;

  @Nullable Long receive(long timeout, TimeUnit unit) throws InterruptedException;

  Long receiveUninterruptibly();

  int drain(LongConsumer action, int limit);

  int receive(LongConsumer action, int limit) throws InterruptedException;

  int receive(LongConsumer action, int limit, long timeout, TimeUnit unit)
      throws InterruptedException;

  int receiveUninterruptibly(LongConsumer action, int limit);

  void forEach(LongConsumer action);

  /** Takes the roles again. */
  List<Runnable> roles();

  /** A channel of records with one long each. */
  final class Records implements Ends {
    private static final RecordCodec<Long> CODEC = RecordCodec.ofLong();

    private final Channel channel;
    private final Sender sender;
    private final Receiver receiver;

    Records(WaitPolicy policy) {
      channel = Channel.allocate(Channel.capacityFor(CAPACITY, CODEC), policy);
      sender = channel.sender();
      receiver = channel.receiver();
    }

    @Override
    public Channel channel() {
      return channel;
    }

    @Override
    public int size() {
      return channel.size() / 16;
    }

    @Override
    public boolean isClosed() {
      return channel.isClosed();
    }

    @Override
    public void close() {
      channel.close();
    }

    @Override
    public void closeSender() {
      sender.close();
    }

    @Override
    public void closeReceiver() {
      receiver.close();
    }

    @Override
    public boolean trySend(long value) {
      return sender.trySend(value, CODEC);
    }

    @Override
    public void send(long value) throws InterruptedException {
      sender.send(value, CODEC);
    }

    @Override
    public boolean send(long value, long timeout, TimeUnit unit) throws InterruptedException {
      return sender.send(1, value, CODEC, timeout, unit);
    }

    @Override
    public void sendUninterruptibly(long value) {
      sender.sendUninterruptibly(1, value, CODEC);
    }

    @Override
    public @Nullable Long poll() {
      return receiver.poll(CODEC);
    }

    @Override
    public @Nullable Long peek() {
      return receiver.peek(CODEC);
    }

    @Override
    public Long receive() throws InterruptedException {
      return receiver.receive(CODEC);
    }

    @Override
    public @Nullable Long receive(long timeout, TimeUnit unit) throws InterruptedException {
      return receiver.receive(CODEC, timeout, unit);
    }

    @Override
    public Long receiveUninterruptibly() {
      return receiver.receiveUninterruptibly(CODEC);
    }

    @Override
    public int drain(LongConsumer action, int limit) {
      return receiver.drain((t, s, o, l) -> action.accept(CODEC.decode(s, o, l)), limit);
    }

    @Override
    public int receive(LongConsumer action, int limit) throws InterruptedException {
      return receiver.receive((t, s, o, l) -> action.accept(CODEC.decode(s, o, l)), limit);
    }

    @Override
    public int receive(LongConsumer action, int limit, long timeout, TimeUnit unit)
        throws InterruptedException {
      return receiver.receive(
          (t, s, o, l) -> action.accept(CODEC.decode(s, o, l)), limit, timeout, unit);
    }

    @Override
    public int receiveUninterruptibly(LongConsumer action, int limit) {
      return receiver.receiveUninterruptibly(
          (t, s, o, l) -> action.accept(CODEC.decode(s, o, l)), limit);
    }

    @Override
    public void forEach(LongConsumer action) {
      receiver.forEach(CODEC, action::accept);
    }

    @Override
    public List<Runnable> roles() {
      return List.of(channel::sender, channel::receiver);
    }
  }

  /** A channel of longs. */
  final class Longs implements Ends {
    private final LongChannel channel;
    private final LongSender sender;
    private final LongReceiver receiver;

    Longs(WaitPolicy policy) {
      channel = LongChannel.allocate(CAPACITY, policy);
      sender = channel.sender();
      receiver = channel.receiver();
    }

    private static @Nullable Long value(long received) {
      if (received == LongReceiver.END_OF_STREAM) {
        throw new ClosedException("the end");
      }
      return received == LongReceiver.NONE ? null : received;
    }

    @Override
    public LongChannel channel() {
      return channel;
    }

    @Override
    public int size() {
      return channel.size();
    }

    @Override
    public boolean isClosed() {
      return channel.isClosed();
    }

    @Override
    public void close() {
      channel.close();
    }

    @Override
    public void closeSender() {
      sender.close();
    }

    @Override
    public void closeReceiver() {
      receiver.close();
    }

    @Override
    public boolean trySend(long value) {
      return sender.trySend(value);
    }

    @Override
    public void send(long value) throws InterruptedException {
      sender.send(value);
    }

    @Override
    public boolean send(long value, long timeout, TimeUnit unit) throws InterruptedException {
      return sender.send(value, timeout, unit);
    }

    @Override
    public void sendUninterruptibly(long value) {
      sender.sendUninterruptibly(value);
    }

    @Override
    public @Nullable Long poll() {
      return value(receiver.poll());
    }

    @Override
    public @Nullable Long peek() {
      return value(receiver.peek());
    }

    @Override
    public Long receive() throws InterruptedException {
      return java.util.Objects.requireNonNull(value(receiver.receive()));
    }

    @Override
    public @Nullable Long receive(long timeout, TimeUnit unit) throws InterruptedException {
      return value(receiver.receive(timeout, unit));
    }

    @Override
    public Long receiveUninterruptibly() {
      return java.util.Objects.requireNonNull(value(receiver.receiveUninterruptibly()));
    }

    @Override
    public int drain(LongConsumer action, int limit) {
      return receiver.drain(action, limit);
    }

    @Override
    public int receive(LongConsumer action, int limit) throws InterruptedException {
      return receiver.receive(action, limit);
    }

    @Override
    public int receive(LongConsumer action, int limit, long timeout, TimeUnit unit)
        throws InterruptedException {
      return receiver.receive(action, limit, timeout, unit);
    }

    @Override
    public int receiveUninterruptibly(LongConsumer action, int limit) {
      return receiver.receiveUninterruptibly(action, limit);
    }

    @Override
    public void forEach(LongConsumer action) {
      receiver.forEach(action);
    }

    @Override
    public List<Runnable> roles() {
      return List.of(channel::sender, channel::receiver);
    }
  }

  /** A channel of objects. */
  final class Objects implements Ends {
    private final ObjectChannel<Long> channel;
    private final ObjectSender<Long> sender;
    private final ObjectReceiver<Long> receiver;

    Objects(WaitPolicy policy) {
      channel = ObjectChannel.allocate(CAPACITY, policy);
      sender = channel.sender();
      receiver = channel.receiver();
    }

    @Override
    public ObjectChannel<Long> channel() {
      return channel;
    }

    @Override
    public int size() {
      return channel.size();
    }

    @Override
    public boolean isClosed() {
      return channel.isClosed();
    }

    @Override
    public void close() {
      channel.close();
    }

    @Override
    public void closeSender() {
      sender.close();
    }

    @Override
    public void closeReceiver() {
      receiver.close();
    }

    @Override
    public boolean trySend(long value) {
      return sender.trySend(value);
    }

    @Override
    public void send(long value) throws InterruptedException {
      sender.send(value);
    }

    @Override
    public boolean send(long value, long timeout, TimeUnit unit) throws InterruptedException {
      return sender.send(value, timeout, unit);
    }

    @Override
    public void sendUninterruptibly(long value) {
      sender.sendUninterruptibly(value);
    }

    @Override
    public @Nullable Long poll() {
      return receiver.poll();
    }

    @Override
    public @Nullable Long peek() {
      return receiver.peek();
    }

    @Override
    public Long receive() throws InterruptedException {
      return receiver.receive();
    }

    @Override
    public @Nullable Long receive(long timeout, TimeUnit unit) throws InterruptedException {
      return receiver.receive(timeout, unit);
    }

    @Override
    public Long receiveUninterruptibly() {
      return receiver.receiveUninterruptibly();
    }

    @Override
    public int drain(LongConsumer action, int limit) {
      return receiver.drain(action::accept, limit);
    }

    @Override
    public int receive(LongConsumer action, int limit) throws InterruptedException {
      return receiver.receive(action::accept, limit);
    }

    @Override
    public int receive(LongConsumer action, int limit, long timeout, TimeUnit unit)
        throws InterruptedException {
      return receiver.receive(action::accept, limit, timeout, unit);
    }

    @Override
    public int receiveUninterruptibly(LongConsumer action, int limit) {
      return receiver.receiveUninterruptibly(action::accept, limit);
    }

    @Override
    public void forEach(LongConsumer action) {
      receiver.forEach(action::accept);
    }

    @Override
    public List<Runnable> roles() {
      return List.of(channel::sender, channel::receiver);
    }
  }
}
