package dev.rouse.duplex;

/**
 * One side of a duplex channel: a sender to the other side and a receiver from it.
 *
 * <p>A port, with both of its ends, belongs to one thread at a time, platform or virtual. It can be
 * handed over to another thread through anything that publishes it safely: a queue, a future, the
 * start of a thread, or {@link Thread#join}. The first thread must not use it any more.
 *
 * <p>{@link #close} ends both directions. To end only the own direction, close {@link #sender}: the
 * other side is told, and can still send its answers.
 *
 * @param <S> the type of the sender
 * @param <R> the type of the receiver
 */
public abstract sealed class Port<S extends AutoCloseable, R extends AutoCloseable>
    implements AutoCloseable permits RecordPort, LongPort {
  private final S sender;
  private final R receiver;
  private final Runnable closeBoth;

  Port(S sender, R receiver, Runnable closeBoth) {
    this.sender = sender;
    this.receiver = receiver;
    this.closeBoth = closeBoth;
  }

  /**
   * Returns the sending end, for what the port itself does not offer. Does not block.
   *
   * @return the sender, always the same
   */
  public final S sender() {
    return sender;
  }

  /**
   * Returns the receiving end, for what the port itself does not offer. Does not block.
   *
   * @return the receiver, always the same
   */
  public final R receiver() {
    return receiver;
  }

  /**
   * Closes the duplex channel: neither side can send any more, and waiting ends are woken. Each
   * side is told that the conversation has ended once it has received everything that was sent to
   * it before. Any thread may close, any number of times. Does not wait.
   */
  @Override
  public final void close() {
    closeBoth.run();
  }
}
