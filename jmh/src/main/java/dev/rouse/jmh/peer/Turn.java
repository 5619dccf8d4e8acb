package dev.rouse.jmh.peer;

import dev.rouse.channel.Channel;
import dev.rouse.channel.Receiver;
import dev.rouse.channel.Sender;
import dev.rouse.counter.AtomicCounter;
import dev.rouse.jmh.memory.OwnWords;
import dev.rouse.ring.RecordHandler;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.Parking;
import dev.rouse.wait.WaitPolicy;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A turn that one thread gives and one other takes, waiting for it. */
public interface Turn {
  /** Gives the turn. */
  void give() throws InterruptedException;

  /** Waits for the turn and takes it. */
  void take() throws InterruptedException;

  /** Makes a turn by name. */
  static Turn of(String name) {
    return switch (name) {
      case "signal" -> new SignalTurn(WaitPolicy.parkOnly());
      case "signalUninterruptible" -> new UninterruptibleTurn();
      case "signalLockSupport" ->
          new SignalTurn(
              WaitPolicy.builder()
                  .spin(0, java.util.concurrent.TimeUnit.NANOSECONDS)
                  .parking(Parking.LOCK_SUPPORT)
                  .build());
      case "signalSpinning" -> new SignalTurn(WaitPolicy.spinOnly());
      case "channel" -> new ChannelTurn(WaitPolicy.parkOnly());
      case "channelSpinning" -> new ChannelTurn(WaitPolicy.spinOnly());
      case "varHandle" -> new BareTurn();
      case "parkUnpark" -> new ParkTurn();
      case "Semaphore" -> new SemaphoreTurn();
      case "SynchronousQueue" -> new SynchronousTurn();
      default ->
          throw new IllegalArgumentException("turn: " + name + ", expected one of the names");
    };
  }

  /** A job signal. */
  final class SignalTurn implements Turn {
    private final JobSignal signal;

    SignalTurn(WaitPolicy policy) {
      signal = JobSignal.allocate(policy);
    }

    @Override
    public void give() {
      signal.add(1);
    }

    @Override
    public void take() throws InterruptedException {
      signal.await();
      signal.complete(1);
    }
  }

  /** A job signal whose waits do not end when the thread is interrupted. */
  final class UninterruptibleTurn implements Turn {
    private final JobSignal signal = JobSignal.allocate(WaitPolicy.parkOnly());

    @Override
    public void give() {
      signal.add(1);
    }

    @Override
    public void take() {
      signal.awaitUninterruptibly();
      signal.complete(1);
    }
  }

  /** A record of 8 bytes in a channel. */
  final class ChannelTurn implements Turn {
    private final Sender producer;
    private final Receiver consumer;
    private final long[] own = OwnWords.allocate(1);
    private final RecordHandler handler =
        (type, segment, offset, length) ->
            own[OwnWords.FIRST] += segment.get(ValueLayout.JAVA_LONG, offset);

    ChannelTurn(WaitPolicy policy) {
      Channel channel = Channel.allocate(1024, policy);
      producer = channel.sender();
      consumer = channel.receiver();
    }

    @Override
    public void give() throws InterruptedException {
      long payload = producer.claim(1, Long.BYTES);
      producer.segment().set(ValueLayout.JAVA_LONG, payload, 1L);
      producer.commit();
    }

    @Override
    public void take() throws InterruptedException {
      consumer.receive(handler, 1);
    }
  }

  /** A word that is written with release and polled with acquire: the least there can be. */
  final class BareTurn implements Turn {
    private final AtomicCounter word = AtomicCounter.allocate();

    @Override
    public void give() {
      word.setRelease(1);
    }

    @Override
    public void take() {
      while (word.getAcquire() == 0) {
        Thread.onSpinWait();
      }
      word.setPlain(0);
    }
  }

  /** A volatile flag, park and unpark. */
  final class ParkTurn implements Turn {
    private volatile boolean given;
    private volatile @Nullable Thread taker;

    @Override
    public void give() {
      given = true;
      LockSupport.unpark(taker);
    }

    @Override
    public void take() {
      taker = Thread.currentThread();
      while (!given) {
        LockSupport.park(this);
      }
      given = false;
    }
  }

  /** A semaphore. */
  final class SemaphoreTurn implements Turn {
    private final Semaphore semaphore = new Semaphore(0);

    @Override
    public void give() {
      semaphore.release();
    }

    @Override
    public void take() throws InterruptedException {
      semaphore.acquire();
    }
  }

  /** A synchronous queue. */
  final class SynchronousTurn implements Turn {
    private final SynchronousQueue<Boolean> queue = new SynchronousQueue<>();

    @Override
    public void give() throws InterruptedException {
      queue.put(true);
    }

    @Override
    public void take() throws InterruptedException {
      if (!queue.take()) {
        throw new AssertionError();
      }
    }
  }
}
