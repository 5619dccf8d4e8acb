package dev.rouse.jmh.bench.plan;

import java.util.List;

/**
 * A goal in one of its cases.
 *
 * @param goal the goal
 * @param name the case, such as a payload
 * @param mine Rouse's combination
 * @param peers the peers' combinations, at least one; none if the goal is a limit
 * @param metric the figure that is compared
 */
public record Comparison(
    Goal goal, String name, Combination mine, List<Combination> peers, Metric metric) {}
