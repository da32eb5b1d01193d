package dev.holdfast.engine;

import java.util.Map;

/**
 * What an engine did since it was opened, and what it has in memory. The figures are read one after the other while
 * work goes on, so they need not fit together to the last command. What other processes do with the same store is not
 * in them.
 *
 * @param events how many events were stored by this engine, by type; those of internal states included
 * @param eventBytes how large they were as stored
 * @param groups how many groups they were stored in, each of which paid one sync
 * @param commands how many commands were answered, by outcome: {@code committed}, {@code unchanged}, {@code replayed},
 *     or the code of the failure
 * @param waiting how many commands wait to be decided now
 * @param listeners how many observers of a state and waits there are now
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
     * @param hits how often a state was current in memory
     * @param misses how often the store had to be asked
     * @param evictions how many states were let go to make room
     * @param states how many states are held now, about
     * @param bytes how much memory they take, as far as can be guessed
     */
    public record Cache(long hits, long misses, long evictions, long states, long bytes) {}
}
