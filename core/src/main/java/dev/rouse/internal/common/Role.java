package dev.rouse.internal.common;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An end that is handed out once: whoever holds it has the role.
 *
 * @param <T> the type of the end
 */
public final class Role<T> {
  private final String name;
  private final String owner;
  private final T end;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * Makes a role that is free.
   *
   * @param name what it is called, for the message
   * @param owner what has it, for the message
   * @param end the end to hand out
   */
  public Role(String name, String owner, T end) {
    this.name = name;
    this.owner = owner;
    this.end = end;
  }

  /**
   * Hands the end out.
   *
   * @return the end
   * @throws IllegalStateException if it was handed out before
   */
  public T take() {
    if (!taken.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "a second %s: the %s has one, and it is handed out".formatted(name, owner));
    }
    return end;
  }
}
