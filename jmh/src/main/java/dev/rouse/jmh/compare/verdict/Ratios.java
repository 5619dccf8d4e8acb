package dev.rouse.jmh.compare.verdict;

/**
 * The ratios that the claims are about. Each is what the other approach takes divided by what
 * notify takes: above 1, notify is better.
 *
 * @param polling median latency of poll-1ms under trickle, in microseconds
 * @param spinning waiting of busy-spin under trickle, as a share of a core
 * @param queue waiting of message-copy under trickle, as a share of a core
 * @param copying time of message-copy under saturation, in seconds
 * @param garbage heap bytes for each block of message-copy under saturation
 * @param throughput time of busy-spin under saturation, in seconds
 */
public record Ratios(
    Ratio polling, Ratio spinning, Ratio queue, Ratio copying, Ratio garbage, Ratio throughput) {}
