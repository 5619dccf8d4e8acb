package dev.rouse.internal.common;

/**
 * 128 unused bytes before the fields of an object that one thread writes often. Objects are
 * allocated one after the other, and the next one may belong to another thread. If their fields
 * shared a cache line, or two lines that the processor fetches together, each write by one thread
 * would slow down every read by the other. This is a superclass because the virtual machine places
 * a class's fields after those of its superclass; within a class it may change their order.
 * JCTools' queues use the same idiom.
 *
 * <p>All fields between the two that are written should be longs: a smaller field could be placed
 * in the gap after the object's header, before the padding.
 */
@SuppressWarnings("unused") // they only take space
public abstract class FieldPadding {
  private long before0;
  private long before1;
  private long before2;
  private long before3;
  private long before4;
  private long before5;
  private long before6;
  private long before7;
  private long before8;
  private long before9;
  private long before10;
  private long before11;
  private long before12;
  private long before13;
  private long before14;
  private long before15;

  /** For subclasses. */
  protected FieldPadding() {}
}
