package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * The committed commands whose answers a state can repeat, at least the newest {@link #GENERATION}. When the present
 * generation is full it becomes the older one, and the previous older one is forgotten. So no order has to be kept.
 */
public record Remembered(HashPMap<CommandKey, Outcome> present, HashPMap<CommandKey, Outcome> older) {
    static final int GENERATION = 1_000;

    static final Remembered NOTHING = new Remembered(HashTreePMap.empty(), HashTreePMap.empty());

    /**
     * What a command led to.
     *
     * @param arguments digest of its arguments
     * @param revision the revision it committed
     * @param changed the keys it changed
     */
    public record Outcome(Bytes arguments, long revision, SortedSet<String> changed) {}

    public @Nullable Outcome find(CommandKey command) {
        Outcome outcome = present.get(command);
        return outcome == null ? older.get(command) : outcome;
    }

    Remembered plus(CommandKey command, Outcome outcome) {
        return present.size() < GENERATION
                ? new Remembered(present.plus(command, outcome), older)
                : new Remembered(HashTreePMap.singleton(command, outcome), present);
    }

    public int size() {
        return present.size() + older.size();
    }
}
