package dev.rouse.jmh.peer;

import dev.rouse.counter.AtomicCounter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** A 64-bit atomic number. */
public interface Count {
  /** Returns the value, volatile. */
  long get();

  /** Sets the value, volatile. */
  void set(long value);

  /** Returns the value, with acquire. */
  long getAcquire();

  /** Sets the value, with release. */
  void setRelease(long value);

  /** Adds to the value and returns that before. */
  long getAndAdd(long delta);

  /** Adds 1 to the value and returns that after. */
  long incrementAndGet();

  /** Sets the value if it is the one expected. */
  boolean compareAndSet(long expected, long value);

  /**
   * Makes a number by name.
   *
   * @param name the class that holds it
   * @return the number, 0
   * @throws IllegalArgumentException if there is none of that name
   */
  static Count of(String name) {
    return switch (name) {
      case "AtomicCounter" -> new RouseCount();
      case "AtomicLong" -> new AtomicLongCount();
      case "AtomicLongFieldUpdater" -> new UpdaterCount();
      default ->
          throw new IllegalArgumentException("counter: " + name + ", expected one of the names");
    };
  }

  /** A counter in a region. */
  final class RouseCount implements Count {
    private final AtomicCounter counter = AtomicCounter.allocate();

    @Override
    public long get() {
      return counter.get();
    }

    @Override
    public void set(long value) {
      counter.set(value);
    }

    @Override
    public long getAcquire() {
      return counter.getAcquire();
    }

    @Override
    public void setRelease(long value) {
      counter.setRelease(value);
    }

    @Override
    public long getAndAdd(long delta) {
      return counter.getAndAdd(delta);
    }

    @Override
    public long incrementAndGet() {
      return counter.incrementAndGet();
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
      return counter.compareAndSet(expected, value);
    }
  }

  /** An object on the heap. */
  final class AtomicLongCount implements Count {
    private final AtomicLong counter = new AtomicLong();

    @Override
    public long get() {
      return counter.get();
    }

    @Override
    public void set(long value) {
      counter.set(value);
    }

    @Override
    public long getAcquire() {
      return counter.getAcquire();
    }

    @Override
    public void setRelease(long value) {
      counter.setRelease(value);
    }

    @Override
    public long getAndAdd(long delta) {
      return counter.getAndAdd(delta);
    }

    @Override
    public long incrementAndGet() {
      return counter.incrementAndGet();
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
      return counter.compareAndSet(expected, value);
    }
  }

  /** A field of an object; the updater has no acquire, its nearest is volatile. */
  final class UpdaterCount implements Count {
    private static final AtomicLongFieldUpdater<UpdaterCount> COUNTER =
        AtomicLongFieldUpdater.newUpdater(UpdaterCount.class, "counter");

    private volatile long counter;

    @Override
    public long get() {
      return COUNTER.get(this);
    }

    @Override
    public void set(long value) {
      COUNTER.set(this, value);
    }

    @Override
    public long getAcquire() {
      return counter;
    }

    @Override
    public void setRelease(long value) {
      COUNTER.lazySet(this, value);
    }

    @Override
    public long getAndAdd(long delta) {
      return COUNTER.getAndAdd(this, delta);
    }

    @Override
    public long incrementAndGet() {
      return COUNTER.incrementAndGet(this);
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
      return COUNTER.compareAndSet(this, expected, value);
    }
  }
}
