package dev.rouse.jmh.contender;

import dev.rouse.counter.AtomicCounter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.stream.Stream;

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

  /** Makes a number, 0. */
  static Count of(Contender contender) {
    return switch (contender) {
      case ATOMIC_COUNTER -> new RouseCount();
      case UNCHECKED -> new UncheckedCount();
      case ATOMIC_LONG -> new AtomicLongCount();
      case FIELD_UPDATER -> new UpdaterCount();
      default -> throw contender.unsupported("a counter");
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

  /**
   * A number off the heap that is reached through a segment of the whole address space. Of what a
   * segment checks, only the alignment is left; its users would read memory that was released.
   */
  final class UncheckedCount implements Count {
    @SuppressWarnings("restricted") // the point of it
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final long LINE = 128;

    private final MemorySegment memory = Arena.ofAuto().allocate(LINE, LINE);
    private final long address = memory.address();

    @Override
    public long get() {
      return (long) LONG.getVolatile(ALL, address);
    }

    @Override
    public void set(long value) {
      LONG.setVolatile(ALL, address, value);
    }

    @Override
    public long getAcquire() {
      return (long) LONG.getAcquire(ALL, address);
    }

    @Override
    public void setRelease(long value) {
      LONG.setRelease(ALL, address, value);
    }

    @Override
    public long getAndAdd(long delta) {
      return (long) LONG.getAndAdd(ALL, address, delta);
    }

    @Override
    public long incrementAndGet() {
      return getAndAdd(1) + 1;
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
      return LONG.compareAndSet(ALL, address, expected, value);
    }
  }

  /** An object on the heap. */
  final class AtomicLongCount implements Count {
    /** Each takes 16 bytes at least: a line pair of 128 bytes on either side of the middle. */
    private static final int NEIGHBOURS = 17;

    /**
     * Nobody uses them but the one in the middle. It would else lie right after the object that
     * refers to it, and each thread would have to fetch the line twice, for the reference and for
     * the number.
     */
    private final AtomicLong[] neighbours =
        Stream.generate(AtomicLong::new).limit(NEIGHBOURS).toArray(AtomicLong[]::new);

    private final AtomicLong counter = neighbours[NEIGHBOURS / 2];

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
