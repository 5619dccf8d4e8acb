package dev.rouse.counter;

import java.time.Instant;

/**
 * What a {@link CounterTable} held in one slot at one moment. All components belong to the same
 * counter, and the value is one that it had at that moment.
 *
 * @param id the slot, from 0; a later counter may get the same one
 * @param generation how often the slot was begun to be used; tells this counter from a later one in
 *     the same slot
 * @param type what its creator has said it is
 * @param label its label, 1 to 192 bytes in UTF-8, without control characters
 * @param value its value
 * @param allocated when it was allocated, by the clock of the process that did so, in milliseconds
 * @param pid the id of that process; for people, as another process may have the same id later
 */
public record CounterSnapshot(
    int id, long generation, int type, String label, long value, Instant allocated, long pid) {}
