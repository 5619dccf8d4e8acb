package dev.rouse.internal.common;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that several threads write, with 128 unused bytes on each side, so that it shares no
 * cache line with anything else; see {@link FieldPadding}.
 */
public class PaddedLong extends FieldPadding {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(PaddedLong.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through VALUE
  private volatile long value;

  /** For subclasses, which are what is allocated. */
  private PaddedLong() {}

  /**
   * Makes a number.
   *
   * @return 0
   */
  public static PaddedLong create() {
    return new Padded();
  }

  /**
   * Returns the value, as a volatile read.
   *
   * @return the value
   */
  public final long get() {
    return (long) VALUE.getVolatile(this);
  }

  /**
   * Returns the value, as an acquiring read.
   *
   * @return the value
   */
  public final long getAcquire() {
    return (long) VALUE.getAcquire(this);
  }

  /**
   * Sets the value, as a releasing write.
   *
   * @param next the new value
   */
  public final void setRelease(long next) {
    VALUE.setRelease(this, next);
  }

  /**
   * Sets the value, as a volatile write.
   *
   * @param next the new value
   */
  public final void set(long next) {
    VALUE.setVolatile(this, next);
  }

  /**
   * Sets the value if it is still the expected one, as a volatile read and write.
   *
   * @param expected the value expected
   * @param next the new value
   * @return false if the value was another one
   */
  public final boolean compareAndSet(long expected, long next) {
    return VALUE.compareAndSet(this, expected, next);
  }

  @SuppressWarnings("unused") // they only take space
  private static final class Padded extends PaddedLong {
    private long after0;
    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;
    private long after8;
    private long after9;
    private long after10;
    private long after11;
    private long after12;
    private long after13;
    private long after14;
    private long after15;
  }
}
