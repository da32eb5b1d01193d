package dev.holdfast.engine;

import java.util.Map;

/**
 * What an engine has done since it was opened, and what it has in memory. The figures are read one after the other
 * while work continues, so they may differ by a few commands. They do not include what other processes do with the same
 * store.
 *
 * @param events number of events stored by this engine, by type, including those of internal states
 * @param eventBytes their stored size in bytes
 * @param groups number of groups they were stored in, each with one sync
 * @param commands number of commands answered, by outcome: {@code committed}, {@code unchanged}, {@code replayed}, or
 *     the code of the failure
 * @param waiting number of commands that wait to be decided now
 * @param listeners number of observers of single states and of waits now
 * @param cache the states in memory
 */
public record Figures(
        Map<EventType, Long> events,
        long eventBytes,
        long groups,
        Map<String, Long> commands,
        int waiting,
        int listeners,
        Cache cache) {
    public Figures {
        events = Map.copyOf(events);
        commands = Map.copyOf(commands);
    }

    /**
     * The states an engine has in memory.
     *
     * @param hits number of reads whose state was current in memory
     * @param misses number of reads for which the store was asked
     * @param evictions number of states evicted to make room
     * @param states approximate number of states held now
     * @param bytes estimated memory they take, in bytes
     */
    public record Cache(long hits, long misses, long evictions, long states, long bytes) {}
}
