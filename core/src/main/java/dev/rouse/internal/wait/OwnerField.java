package dev.rouse.internal.wait;

import dev.rouse.internal.common.FieldPadding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The field of {@link Owner}, between its padding. */
abstract class OwnerField extends FieldPadding {
  static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(OwnerField.class, "owner", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * The id of the thread that waits, 0 for none. A wait ends by writing 0 to this field, not by a
   * call: a call could fail with a {@link StackOverflowError}, and every later waiter would be
   * refused. Volatile: the next waiter, perhaps another thread, sees the waiting end's memory as
   * this one wrote it.
   */
  volatile long owner;
}
