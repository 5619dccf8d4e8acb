package dev.rouse.wait;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * How an end of a channel or signal waits: it spins, then yields, then sleeps until it is woken.
 * Immutable and usable by any number of ends. No method here blocks.
 *
 * <p>The default, {@link #adaptive()}, learns whether to spin. Spinning ends a wait within a
 * fraction of a microsecond, but keeps a processor busy until then. Sleeping costs the waiter and
 * its waker together some 10 microseconds of processor time, however long it lasts. If recent waits
 * were shorter than that, the next one probably is, and the policy spins. If they were longer, it
 * sleeps at once. A spin ends when it has cost as much as sleeping would have, so a wait costs at
 * most twice the cheaper choice (Karlin, Manasse, McGeoch and Owicki, "Competitive randomized
 * algorithms for non-uniform problems", 1990). A few long waits among short ones change nothing, so
 * that a burst after a silence finds the waiter spinning.
 *
 * <p>Two ends that answer each other can find all waits long only because each has to be woken by
 * the other. An end whose thread has had to wake another end, or was woken by such a thread, takes
 * part in a conversation: for its next 16 waits, the time that waking up takes does not count when
 * a wait is judged, and a spin lasts for up to twice the limit, so that a wait may cost three times
 * the cheaper choice. So both find out that a request and its reply need no sleep.
 *
 * <p>Where the ends do not know of each other, because there are others between them, a wait that
 * is expected to be long is occasionally a probe: it spins for five times the limit, and so may
 * cost six times the cheaper choice. The first probe comes after 64 waits; later ones come less and
 * less often, down to one in 1,024. A probe also comes at once when waits that were all short have
 * become long. If a probe finds something, the next waits are probes as well, up to four in a row.
 *
 * <p>Nothing spins on a machine with one processor or in a virtual thread, which would keep others
 * from their carrier, unless the policy never sleeps. The pause by which a channel's receiver lets
 * its sender get ahead is not a wait, and is the same under every policy.
 */
public final class WaitPolicy {
  /**
   * Roughly the processor time that a sleep and a wake-up cost both sides together, on the machine
   * measured (the benchmark SparseArrival). The latency is longer, but a longer limit makes a
   * waiter spin through gaps in which sleeping is cheaper: with 25 microseconds its processor time
   * doubled at gaps of 50.
   */
  private static final long PRICE_OF_SLEEPING_NANOS = 10_000;

  private static final long SHORTEST_PEER_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PEER_LOOK_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final WaitPolicy ADAPTIVE = builder().build();
  private static final WaitPolicy PARK_ONLY = builder().spin(0, TimeUnit.NANOSECONDS).build();
  private static final WaitPolicy SPIN_ONLY = new WaitPolicy(builder(), false);

  private final boolean learning;
  private final long spinNanos;
  private final int yields;
  private final boolean parks;
  private final Parking parking;
  private final long peerLookNanos;

  private WaitPolicy(Builder builder, boolean parks) {
    this.learning = builder.learning;
    this.spinNanos = builder.spinNanos;
    this.yields = builder.yields;
    this.parking = builder.parking;
    this.peerLookNanos = builder.peerLookNanos;
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
   * Returns a policy that sleeps at once: it takes the least processor time, but each wait needs a
   * wake-up.
   *
   * @return the policy
   */
  public static WaitPolicy parkOnly() {
    return PARK_ONLY;
  }

  /**
   * Returns a policy that never sleeps, if you can dedicate a core. A wait keeps its processor
   * busy.
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
   * Tells whether the policy learns when to spin; otherwise it spins before each sleep.
   *
   * @return true if it learns
   */
  public boolean isLearning() {
    return learning;
  }

  /**
   * Returns the longest time to spin before a sleep, except for probes and in conversations.
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
   * Returns how it sleeps.
   *
   * @return the way to sleep
   */
  public Parking parking() {
    return parking;
  }

  /**
   * Returns how often a wait in a region file looks whether its peer is still there.
   *
   * @return the time between two looks in nanoseconds, or 0 if it was not chosen: see {@link
   *     Builder#peerLooks}
   */
  public long peerLookNanos() {
    return peerLookNanos;
  }

  @Override
  public String toString() {
    return "WaitPolicy[learning=%s, spinNanos=%d, yields=%d, parks=%s, parking=%s, peerLookNanos=%d]"
        .formatted(learning, spinNanos, yields, parks, parking, peerLookNanos);
  }

  /** Builds a policy. */
  public static final class Builder {
    private boolean learning = true;
    private long spinNanos = PRICE_OF_SLEEPING_NANOS;
    private int yields;
    private Parking parking = Parking.AUTOMATIC;
    private long peerLookNanos;

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
     * Spins while recent waits were shorter than a limit, and at most for that time, except in
     * conversations and for an occasional probe (see {@link WaitPolicy}).
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
     * Chooses how to sleep.
     *
     * @param way the way to sleep
     * @return this builder
     */
    public Builder parking(Parking way) {
      parking = Objects.requireNonNull(way, "way");
      return this;
    }

    /**
     * Chooses how often a wait in a region file looks whether its peer is still there. The time is
     * the bound in which a wait learns that its peer has died (see {@code core/docs/processes.md}),
     * and in which it finds what a process has published that was killed before it could wake.
     * Where the system tells of the end of a process, the wait looks then, too. A look takes some
     * microseconds, and some hundred on a virtual machine whose processor was idle.
     *
     * <p>By default, a wait looks every 250 ms, or every 750 ms while the system would tell it of
     * the end of its peer.
     *
     * @param time the time between two looks, from a millisecond to an hour
     * @param unit its unit
     * @return this builder
     * @throws IllegalArgumentException if {@code time} is out of range
     */
    public Builder peerLooks(long time, TimeUnit unit) {
      long nanos = nanos(time, unit);
      if (nanos < SHORTEST_PEER_LOOK_NANOS || nanos > LONGEST_PEER_LOOK_NANOS) {
        throw new IllegalArgumentException(
            "time: %d %s, expected 1 millisecond to 1 hour".formatted(time, unit));
      }
      peerLookNanos = nanos;
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
