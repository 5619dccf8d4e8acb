package dev.rouse.wait;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * How an end of a channel or signal waits: it spins, then yields, then sleeps until it is woken.
 * Immutable.
 *
 * <p>The default, {@link #adaptive()}, learns whether to spin. Spinning ends a wait within a
 * fraction of a microsecond and burns a processor meanwhile; sleeping costs the waiter and its
 * waker some 10 microseconds of processor time together, and nothing while it lasts. If recent
 * waits were shorter than that price, the next one probably is, and the policy spins; if they were
 * longer, it sleeps at once. A spin ends when it has cost as much as sleeping would have: so a wait
 * costs no more than twice the cheaper choice (Karlin, Manasse, McGeoch and Owicki, "Competitive
 * randomized algorithms for non-uniform problems", 1990). A few long waits among short ones change
 * nothing, so that a burst after a silence finds the waiter spinning.
 *
 * <p>Two ends that answer each other can find all waits long only because each has to be woken by
 * the other. So that they notice, a wait that is expected to be long is now and then a probe, which
 * spins for five times the limit and so may cost six times the cheaper choice: at first after 16
 * waits, then ever more seldom, down to one after 1,024; also at once when waits that were all
 * short have become long. Where a probe finds something, the next waits are probes as well, up to
 * four in a row.
 *
 * <p>On a machine with one processor, and in virtual threads, which would keep others from their
 * carrier, nothing spins unless the policy never sleeps. What a channel's consumer pauses to let
 * its producer get ahead is no wait, and the same under every policy.
 */
public final class WaitPolicy {
  /**
   * What a sleep and a wake-up cost both sides together in processor time, roughly, on the machine
   * measured (the benchmark SparseArrival). The latency is longer, but a longer limit makes a
   * waiter spin through gaps in which it had better slept: 25 microseconds doubled its processor
   * time at gaps of 50.
   */
  private static final long PRICE_OF_SLEEPING_NANOS = 10_000;

  private static final WaitPolicy ADAPTIVE = builder().build();
  private static final WaitPolicy PARK_ONLY = builder().spin(0, TimeUnit.NANOSECONDS).build();
  private static final WaitPolicy SPIN_ONLY = new WaitPolicy(builder(), false);

  private final boolean learning;
  private final long spinNanos;
  private final int yields;
  private final boolean parks;
  private final Parking parking;

  private WaitPolicy(Builder builder, boolean parks) {
    this.learning = builder.learning;
    this.spinNanos = builder.spinNanos;
    this.yields = builder.yields;
    this.parking = builder.parking;
    this.parks = parks;
  }

  /**
   * Returns the default: spins while recent waits were short, else sleeps at once.
   *
   * @return the policy
   */
  public static WaitPolicy adaptive() {
    return ADAPTIVE;
  }

  /**
   * Returns a policy that sleeps at once: the least processor time, a wake-up for each wait.
   *
   * @return the policy
   */
  public static WaitPolicy parkOnly() {
    return PARK_ONLY;
  }

  /**
   * Returns a policy that never sleeps, for who has a processor to give away.
   *
   * @return the policy
   */
  public static WaitPolicy spinOnly() {
    return SPIN_ONLY;
  }

  /**
   * Returns a builder that starts from the default.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Tells whether the policy learns when to spin; else it always does.
   *
   * @return true if it learns
   */
  public boolean isLearning() {
    return learning;
  }

  /**
   * Returns the longest time to spin before a sleep, probes excepted.
   *
   * @return the time in nanoseconds
   */
  public long spinNanos() {
    return spinNanos;
  }

  /**
   * Returns how often to yield the processor between spinning and sleeping.
   *
   * @return the number
   */
  public int yields() {
    return yields;
  }

  /**
   * Tells whether the policy ever sleeps.
   *
   * @return false for {@link #spinOnly()}
   */
  public boolean parks() {
    return parks;
  }

  /**
   * Returns in which way it sleeps.
   *
   * @return the way
   */
  public Parking parking() {
    return parking;
  }

  @Override
  public String toString() {
    return "WaitPolicy[learning=%s, spinNanos=%d, yields=%d, parks=%s, parking=%s]"
        .formatted(learning, spinNanos, yields, parks, parking);
  }

  /** Builds a policy. */
  public static final class Builder {
    private boolean learning = true;
    private long spinNanos = PRICE_OF_SLEEPING_NANOS;
    private int yields;
    private Parking parking = Parking.AUTOMATIC;

    private Builder() {}

    /**
     * Spins a fixed time before each sleep, instead of learning when to.
     *
     * @param time the longest time, 0 or more
     * @param unit its unit
     * @return this builder
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public Builder spin(long time, TimeUnit unit) {
      spinNanos = nanos(time, unit);
      learning = false;
      return this;
    }

    /**
     * Spins while recent waits were shorter than a limit, and never longer than that, but for the
     * occasional probe (see {@link WaitPolicy}).
     *
     * @param time the limit, 0 or more: what a sleep and a wake-up cost
     * @param unit its unit
     * @return this builder
     * @throws IllegalArgumentException if {@code time} is negative
     */
    public Builder learn(long time, TimeUnit unit) {
      spinNanos = nanos(time, unit);
      learning = true;
      return this;
    }

    /**
     * Yields the processor between spinning and sleeping.
     *
     * @param count how often, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if {@code count} is negative
     */
    public Builder yields(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("count: " + count + ", expected 0 or more");
      }
      yields = count;
      return this;
    }

    /**
     * Chooses in which way to sleep.
     *
     * @param way the way
     * @return this builder
     */
    public Builder parking(Parking way) {
      parking = Objects.requireNonNull(way, "way");
      return this;
    }

    /**
     * Builds the policy.
     *
     * @return the policy
     */
    public WaitPolicy build() {
      return new WaitPolicy(this, true);
    }

    private static long nanos(long time, TimeUnit unit) {
      Objects.requireNonNull(unit, "unit");
      if (time < 0) {
        throw new IllegalArgumentException("time: " + time + ", expected 0 or more");
      }
      return unit.toNanos(time);
    }
  }
}
