package dev.rouse.channel;

import dev.rouse.internal.common.FieldPadding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The private state of one end of a channel of objects: the array, which both ends share, and where
 * this end is. Only the end's thread writes it; others may read the position.
 *
 * <p>A slot of the array is its own flag: null means free. So nobody polls a position that is
 * written for each object, and nothing is kept alive after it was taken. The scheme is that of
 * FastForward (Giacomoni and others, 2008) and of JCTools' {@code SpscArrayQueue}.
 */
abstract class ObjectSlots extends FieldPadding {
  static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  private static final VarHandle POSITION;

  static {
    try {
      POSITION = MethodHandles.lookup().findVarHandle(ObjectSlots.class, "position", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Object[] slots;

  /**
   * How many objects this end has sent or taken. Written by an assignment, not by a call: after the
   * slot was written, a call could fail for lack of stack.
   */
  long position;

  /** The sender's: the first position whose slot is not known to be free. */
  long limit;

  /** The receiver's: the id of the thread in whose drain an action runs, 0 if none does. */
  long draining;

  ObjectSlots(Object[] slots) {
    this.slots = slots;
  }

  /** Returns the position, for any thread. Opaque: it is a recent one. */
  final long recentPosition() {
    return (long) POSITION.getOpaque(this);
  }

  /** Tells whether there is an object where this end, the receiver's, will take the next one. */
  final boolean hasObject() {
    // Acquire, as where the object is taken: the condition of a wait has no other read.
    return SLOT.getAcquire(slots, slot(position)) != null;
  }

  /** Returns the index of a position's slot. */
  final int slot(long ofPosition) {
    return (int) ofPosition & (slots.length - 1);
  }

  /** Adds 128 bytes of padding after the fields, see {@link FieldPadding}. */
  @SuppressWarnings("unused") // they only take space
  static class Padded extends ObjectSlots {
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

    Padded(Object[] slots) {
      super(slots);
    }
  }
}
