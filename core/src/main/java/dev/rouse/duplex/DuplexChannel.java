package dev.rouse.duplex;

import dev.rouse.channel.Channel;
import dev.rouse.channel.LongChannel;
import dev.rouse.file.Part;
import dev.rouse.internal.common.Role;
import dev.rouse.memory.Region;
import dev.rouse.wait.WaitPolicy;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Two channels back to back, for two sides that talk to each other: requests and replies, or any
 * conversation. Each side has a port, which sends to the other side and receives from it, and which
 * sleeps while there is nothing to receive or no space to send.
 *
 * {@snippet class="dev.rouse.samples.Sample05Duplex" region="program"}
 *
 * <p>After some exchanges, two sides that answer each other spin for a moment instead of sleeping
 * (see {@link WaitPolicy}). Replies are not matched to requests: each direction is a stream in
 * order.
 *
 * <p><b>Both directions full.</b> If both sides send without receiving until both channels are full
 * and both then wait for space, neither ever gets any: only the other side makes space, and it does
 * not receive while it waits. Avoid it in one of these ways:
 *
 * <ul>
 *   <li>let one side have no more requests without a reply than the replies' direction can hold;
 *   <li>send with a time-out, or with {@code trySend}, and receive what has come before the next
 *       attempt.
 * </ul>
 *
 * A close of either port also ends such a wait.
 *
 * <p>There are two ports, each for one thread at a time, platform or virtual. A close of one of
 * them ends both directions. What was sent before can still be received.
 *
 * <p><b>Between processes.</b> {@link #parts} puts a duplex channel into a region file, and each
 * process takes a port of it, {@link #attachFirst} or {@link #attachSecond}. No object of this
 * class is needed.
 *
 * @param <P> the type of the ports
 */
public final class DuplexChannel<P extends Port<?, ?>> implements AutoCloseable {
  private final Role<P> first;
  private final Role<P> second;
  private final Runnable closeBoth;
  private final BooleanSupplier closed;
  private final String kind;
  private final Object forth;
  private final Object back;

  private DuplexChannel(
      String kind,
      Object forth,
      Object back,
      P first,
      P second,
      Runnable closeBoth,
      BooleanSupplier closed) {
    this.kind = kind;
    this.forth = forth;
    this.back = back;
    this.first = new Role<>("port of this side", "duplex channel", first);
    this.second = new Role<>("port of this side", "duplex channel", second);
    this.closeBoth = closeBoth;
    this.closed = closed;
  }

  /**
   * Makes a duplex channel of records in memory of its own, which lives as long as the channel
   * does.
   *
   * @param capacity the bytes for records in each direction, a power of two from 128 to
   *     2<sup>30</sup>; see {@link Channel#capacityFor(int, dev.rouse.codec.RecordCodec)}
   * @return a new, empty duplex channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static DuplexChannel<RecordPort> allocate(int capacity) {
    return allocate(capacity, WaitPolicy.adaptive());
  }

  /**
   * Makes a duplex channel of records in memory of its own, which lives as long as the channel
   * does.
   *
   * @param capacity the bytes for records in each direction, a power of two from 128 to
   *     2<sup>30</sup>
   * @param policy how its ends wait
   * @return a new, empty duplex channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static DuplexChannel<RecordPort> allocate(int capacity, WaitPolicy policy) {
    return create(Region.allocate(byteSize(capacity)), 0, capacity, policy);
  }

  /**
   * Makes a duplex channel of records at a place in a region, which must hold zeroes.
   *
   * @param region where the channel lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity the bytes for records in each direction, a power of two from 128 to
   *     2<sup>30</sup>
   * @param policy how its ends wait
   * @return a new, empty duplex channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link #byteSize}
   *     bytes, or if a byte that must be zero is not
   * @throws IllegalStateException if the region is closed
   */
  public static DuplexChannel<RecordPort> create(
      Region region, long offset, int capacity, WaitPolicy policy) {
    requirePlace(region, offset, byteSize(capacity), policy);
    Channel forth = Channel.create(region, offset, capacity, policy);
    Channel back = Channel.create(region, offset + Channel.byteSize(capacity), capacity, policy);
    Runnable closeBoth = both(forth::close, back::close);
    return new DuplexChannel<>(
        "records",
        forth,
        back,
        new RecordPort(forth.sender(), back.receiver(), closeBoth),
        new RecordPort(back.sender(), forth.receiver(), closeBoth),
        closeBoth,
        () -> forth.isClosed() && back.isClosed());
  }

  /**
   * Returns how many bytes a duplex channel of records takes in a region.
   *
   * @param capacity the bytes for records in each direction, a power of two from 128 to
   *     2<sup>30</sup>
   * @return the size in bytes
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static long byteSize(int capacity) {
    return 2 * Channel.byteSize(capacity);
  }

  /**
   * Makes a duplex channel of longs in memory of its own, which lives as long as the channel does.
   *
   * @param capacity how many values each direction holds, a power of two from 16 to 2<sup>27</sup>
   * @return a new, empty duplex channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static DuplexChannel<LongPort> allocateLongs(int capacity) {
    return allocateLongs(capacity, WaitPolicy.adaptive());
  }

  /**
   * Makes a duplex channel of longs in memory of its own, which lives as long as the channel does.
   *
   * @param capacity how many values each direction holds, a power of two from 16 to 2<sup>27</sup>
   * @param policy how its ends wait
   * @return a new, empty duplex channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static DuplexChannel<LongPort> allocateLongs(int capacity, WaitPolicy policy) {
    return createLongs(Region.allocate(byteSizeOfLongs(capacity)), 0, capacity, policy);
  }

  /**
   * Makes a duplex channel of longs at a place in a region, which must hold zeroes.
   *
   * @param region where the channel lives
   * @param offset where it starts, in bytes; a multiple of 128
   * @param capacity how many values each direction holds, a power of two from 16 to 2<sup>27</sup>
   * @param policy how its ends wait
   * @return a new, empty duplex channel
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     if {@code offset} is negative, not a multiple of 128, or leaves less than {@link
   *     #byteSizeOfLongs} bytes, or if a byte that must be zero is not
   * @throws IllegalStateException if the region is closed
   */
  public static DuplexChannel<LongPort> createLongs(
      Region region, long offset, int capacity, WaitPolicy policy) {
    requirePlace(region, offset, byteSizeOfLongs(capacity), policy);
    LongChannel forth = LongChannel.create(region, offset, capacity, policy);
    LongChannel back =
        LongChannel.create(region, offset + LongChannel.byteSize(capacity), capacity, policy);
    Runnable closeBoth = both(forth::close, back::close);
    return new DuplexChannel<>(
        "longs",
        forth,
        back,
        new LongPort(forth.sender(), back.receiver(), closeBoth),
        new LongPort(back.sender(), forth.receiver(), closeBoth),
        closeBoth,
        () -> forth.isClosed() && back.isClosed());
  }

  /**
   * Returns how many bytes a duplex channel of longs takes in a region.
   *
   * @param capacity how many values each direction holds, a power of two from 16 to 2<sup>27</sup>
   * @return the size in bytes
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two
   */
  public static long byteSizeOfLongs(int capacity) {
    return 2 * LongChannel.byteSize(capacity);
  }

  /**
   * Makes a duplex channel of records as two parts of a region file, one for each direction: the
   * channels of records {@code label.forth} and {@code label.back}.
   *
   * @param label its name in the file, 1 to 90 bytes in UTF-8, without control characters
   * @param capacity the bytes for records in each direction, a power of two from 128 to
   *     2<sup>30</sup>
   * @return the parts, for {@link Region#create(java.nio.file.Path, java.util.Collection)}
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     {@code label} is not a label
   */
  public static List<Part> parts(String label, int capacity) {
    return FilePort.parts(label, half -> Channel.part(half, capacity));
  }

  /**
   * Makes a duplex channel of longs as two parts of a region file, one for each direction: the
   * channels of longs {@code label.forth} and {@code label.back}.
   *
   * @param label its name in the file, 1 to 90 bytes in UTF-8, without control characters
   * @param capacity how many values each direction holds, a power of two from 16 to 2<sup>27</sup>
   * @return the parts, for {@link Region#create(java.nio.file.Path, java.util.Collection)}
   * @throws IllegalArgumentException if {@code capacity} is out of range or not a power of two, or
   *     {@code label} is not a label
   */
  public static List<Part> partsOfLongs(String label, int capacity) {
    return FilePort.parts(label, half -> LongChannel.part(half, capacity));
  }

  /**
   * As {@link #attachFirst(Region, String, WaitPolicy)}, with {@link WaitPolicy#adaptive}.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @return the first port; closing the region gives up its roles
   */
  public static RecordPort attachFirst(Region region, String label) {
    return attachFirst(region, label, WaitPolicy.adaptive());
  }

  /**
   * Takes the first port of a duplex channel of records in a region file: the role of the sender in
   * one direction, and that of the receiver in the other. Each end continues where its previous
   * holder stopped, see {@link Channel#attachSender(Region, String, WaitPolicy)} and {@link
   * Channel#attachReceiver(Region, String, WaitPolicy)}.
   *
   * <p>A wait to send or to receive throws {@link dev.rouse.file.PeerLostException} if the other
   * side was lost. Each of the two directions tells it once.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @param policy how the port waits; the file determines how it sleeps
   * @return the first port; closing the region gives up its roles
   * @throws IllegalArgumentException if there is no such duplex channel of records, or the region
   *     is not one of a file
   * @throws dev.rouse.file.RoleTakenException if this side is taken, in this process or another;
   *     then neither role is
   * @throws IllegalStateException if a channel is damaged, or if the region is closed
   */
  public static RecordPort attachFirst(Region region, String label, WaitPolicy policy) {
    return attach(region, label, policy, FilePort.FORTH, FilePort.BACK);
  }

  /**
   * As {@link #attachSecond(Region, String, WaitPolicy)}, with {@link WaitPolicy#adaptive}.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @return the second port; closing the region gives up its roles
   */
  public static RecordPort attachSecond(Region region, String label) {
    return attachSecond(region, label, WaitPolicy.adaptive());
  }

  /**
   * As {@link #attachFirst(Region, String, WaitPolicy)}, for the other side.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @param policy how the port waits; the file determines how it sleeps
   * @return the second port; closing the region gives up its roles
   * @throws IllegalArgumentException if there is no such duplex channel of records, or the region
   *     is not one of a file
   * @throws dev.rouse.file.RoleTakenException if this side is taken, in this process or another;
   *     then neither role is
   * @throws IllegalStateException if a channel is damaged, or if the region is closed
   */
  public static RecordPort attachSecond(Region region, String label, WaitPolicy policy) {
    return attach(region, label, policy, FilePort.BACK, FilePort.FORTH);
  }

  private static RecordPort attach(
      Region region, String label, WaitPolicy policy, String send, String receive) {
    return FilePort.attach(
        region,
        label,
        half -> Channel.attachSender(region, half, policy),
        send,
        half -> Channel.attachReceiver(region, half, policy),
        receive,
        (sender, receiver) ->
            new RecordPort(sender, receiver, both(sender::close, receiver::close)));
  }

  /**
   * As {@link #attachFirstOfLongs(Region, String, WaitPolicy)}, with {@link WaitPolicy#adaptive}.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @return the first port; closing the region gives up its roles
   */
  public static LongPort attachFirstOfLongs(Region region, String label) {
    return attachFirstOfLongs(region, label, WaitPolicy.adaptive());
  }

  /**
   * As {@link #attachFirst(Region, String, WaitPolicy)}, of a duplex channel of longs.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @param policy how the port waits; the file determines how it sleeps
   * @return the first port; closing the region gives up its roles
   * @throws IllegalArgumentException if there is no such duplex channel of longs, or the region is
   *     not one of a file
   * @throws dev.rouse.file.RoleTakenException if this side is taken, in this process or another;
   *     then neither role is
   * @throws IllegalStateException if a channel is damaged, or if the region is closed
   */
  public static LongPort attachFirstOfLongs(Region region, String label, WaitPolicy policy) {
    return attachLongs(region, label, policy, FilePort.FORTH, FilePort.BACK);
  }

  /**
   * As {@link #attachSecondOfLongs(Region, String, WaitPolicy)}, with {@link WaitPolicy#adaptive}.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @return the second port; closing the region gives up its roles
   */
  public static LongPort attachSecondOfLongs(Region region, String label) {
    return attachSecondOfLongs(region, label, WaitPolicy.adaptive());
  }

  /**
   * As {@link #attachFirstOfLongs(Region, String, WaitPolicy)}, for the other side.
   *
   * @param region the region of the file
   * @param label the duplex channel's name in the file
   * @param policy how the port waits; the file determines how it sleeps
   * @return the second port; closing the region gives up its roles
   * @throws IllegalArgumentException if there is no such duplex channel of longs, or the region is
   *     not one of a file
   * @throws dev.rouse.file.RoleTakenException if this side is taken, in this process or another;
   *     then neither role is
   * @throws IllegalStateException if a channel is damaged, or if the region is closed
   */
  public static LongPort attachSecondOfLongs(Region region, String label, WaitPolicy policy) {
    return attachLongs(region, label, policy, FilePort.BACK, FilePort.FORTH);
  }

  private static LongPort attachLongs(
      Region region, String label, WaitPolicy policy, String send, String receive) {
    return FilePort.attach(
        region,
        label,
        half -> LongChannel.attachSender(region, half, policy),
        send,
        half -> LongChannel.attachReceiver(region, half, policy),
        receive,
        (sender, receiver) -> new LongPort(sender, receiver, both(sender::close, receiver::close)));
  }

  /** Returns what does both, the second even if the first fails. */
  private static Runnable both(Runnable one, Runnable other) {
    return () -> {
      try {
        one.run();
      } finally {
        other.run();
      }
    };
  }

  /** Checks the whole place before the first half is built in it. */
  private static void requirePlace(Region region, long offset, long byteSize, WaitPolicy policy) {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(policy, "policy");
    region.slice(offset, byteSize);
  }

  /**
   * Returns the port of one side. May be called once.
   *
   * @return the first port
   * @throws IllegalStateException if it was handed out before
   */
  public P first() {
    return first.take();
  }

  /**
   * Returns the port of the other side. May be called once.
   *
   * @return the second port
   * @throws IllegalStateException if it was handed out before
   */
  public P second() {
    return second.take();
  }

  /**
   * Closes the duplex channel, as {@link Port#close} does. Any thread may close, any number of
   * times. Does not wait for the ends, and does not release the memory.
   */
  @Override
  public void close() {
    closeBoth.run();
  }

  /**
   * Tells whether both directions were closed. The ports may still have something to receive.
   *
   * @return true after {@link #close}
   */
  public boolean isClosed() {
    return closed.getAsBoolean();
  }

  @Override
  public String toString() {
    return "DuplexChannel[%s, forth=%s, back=%s]".formatted(kind, forth, back);
  }
}
