package dev.rouse.jmh.contender;

import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.ring.RecordHandler;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A turn that one thread gives and one other takes, asleep until it is given.
 *
 * @param give gives the turn
 * @param take waits for the turn and takes it
 */
public record Turn(Step give, Step take) {
  /** One half of handing over a turn. */
  @FunctionalInterface
  public interface Step {
    /** Does it. */
    void run() throws InterruptedException;
  }

  /** Makes a turn, which nobody has yet. */
  static Turn of(Contender contender) {
    return switch (contender) {
      case SIGNAL -> signal(WaitPolicy.parkOnly());
      case SIGNAL_LOCK_SUPPORT -> signal(sleepInLockSupport());
      case SIGNAL_UNINTERRUPTIBLE -> uninterruptible();
      case CHANNEL_PARKING -> channel();
      case PARK_UNPARK -> park();
      case SEMAPHORE -> {
        Semaphore semaphore = new Semaphore(0);
        yield new Turn(semaphore::release, semaphore::acquire);
      }
      case SYNCHRONOUS_QUEUE -> {
        SynchronousQueue<Boolean> queue = new SynchronousQueue<>();
        yield new Turn(() -> queue.put(true), queue::take);
      }
      default -> throw contender.unsupported("a turn");
    };
  }

  /** Returns the policy of a waiter that sleeps at once, with {@code LockSupport}. */
  public static WaitPolicy sleepInLockSupport() {
    return WaitPolicy.builder().spin(0, TimeUnit.NANOSECONDS).parking(Parking.LOCK_SUPPORT).build();
  }

  private static Turn signal(WaitPolicy policy) {
    JobSignal signal = JobSignal.allocate(policy);
    return new Turn(
        () -> signal.add(1),
        () -> {
          signal.await();
          signal.complete(1);
        });
  }

  private static Turn uninterruptible() {
    JobSignal signal = JobSignal.allocate(WaitPolicy.parkOnly());
    return new Turn(
        () -> signal.add(1),
        () -> {
          signal.awaitUninterruptibly();
          signal.complete(1);
        });
  }

  private static Turn channel() {
    Channel channel = Channel.allocate(1024, WaitPolicy.parkOnly());
    Sender sender = channel.sender();
    Receiver receiver = channel.receiver();
    long[] own = OwnWords.allocate(1);
    RecordHandler handler =
        (type, segment, offset, length) ->
            own[OwnWords.FIRST] += segment.get(ValueLayout.JAVA_LONG, offset);
    return new Turn(
        () -> {
          long payload = sender.claim(1, Long.BYTES);
          sender.segment().set(ValueLayout.JAVA_LONG, payload, 1L);
          sender.commit();
        },
        () -> receiver.receive(handler, 1));
  }

  private static Turn park() {
    Parked parked = new Parked();
    return new Turn(parked::give, parked::take);
  }

  /** A volatile flag, park and unpark. */
  private static final class Parked {
    private volatile boolean given;
    private volatile @Nullable Thread taker;

    void give() {
      given = true;
      LockSupport.unpark(taker);
    }

    void take() {
      taker = Thread.currentThread();
      while (!given) {
        LockSupport.park(this);
      }
      given = false;
    }
  }
}
