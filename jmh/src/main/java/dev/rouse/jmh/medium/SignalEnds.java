package dev.rouse.jmh.medium;

import static dev.rouse.jmh.contender.OwnWords.FIRST;

import dev.rouse.jmh.contender.OwnWords;
import dev.rouse.jmh.link.Link;
import dev.rouse.jmh.link.Links;
import dev.rouse.signal.JobSignal;
import dev.rouse.wait.ClosedException;
import java.util.function.LongConsumer;

/**
 * The ends of a job signal, which carries no values: the consumer counts from 0 up and starts again
 * after the last value that links carry. So it gets what was sent if the sender counts as well.
 */
final class SignalEnds {
  private SignalEnds() {}

  static Link of(JobSignal signal) {
    return new SendingEnd() {
      @Override
      public void send(long value) {
        signal.add(1);
      }

      @Override
      public void close() {
        signal.close();
      }
    };
  }

  static Link consumer(JobSignal signal) {
    long[] next = OwnWords.allocate(1);
    return new ReceivingEnd() {
      @Override
      public int receive(LongConsumer sink) throws InterruptedException {
        try {
          signal.await();
        } catch (ClosedException e) {
          return END;
        }
        signal.complete(1);
        sink.accept(next[FIRST]++ & (Links.VALUES - 1));
        return 1;
      }

      @Override
      public void close() {
        signal.close();
      }
    };
  }
}
