package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The committed commands whose answers a state can repeat, at least the newest {@link #GENERATION}. When the present
 * generation is full it becomes the older one, and the previous older one is forgotten. So no order has to be kept.
 */
public record Remembered(Generation present, Generation older) {
    static final int GENERATION = 1_000;

    private static final int FEW = 64;

    static final Remembered NOTHING = new Remembered(Generation.EMPTY, Generation.EMPTY);

    /**
     * What a command led to.
     *
     * @param arguments digest of its arguments
     * @param revision the revision it committed
     * @param changed the keys it changed; null if there are many, which its event tells
     */
    public record Result(
            Bytes arguments, long revision, @Nullable SortedSet<String> changed) {}

    public @Nullable Result find(CommandKey command) {
        Result result = present.find(command);
        return result == null ? older.find(command) : result;
    }

    /** What is remembered after an event that changed these keys. */
    Remembered after(Event event, SortedSet<String> keys) {
        String commandId = event.commandId();
        Bytes arguments = event.arguments();
        return commandId == null || arguments == null
                ? this
                : plus(new CommandKey(event.actor(), commandId), new Result(arguments, event.revision(), few(keys)));
    }

    /** The keys, if they are so few that thousands of such sets do not weigh. */
    static @Nullable SortedSet<String> few(SortedSet<String> keys) {
        return keys.size() <= FEW ? keys : null;
    }

    Remembered plus(CommandKey command, Result result) {
        return present.size() < GENERATION
                ? new Remembered(present.plus(command, result), older)
                : new Remembered(Generation.EMPTY.plus(command, result), present);
    }

    public int size() {
        return present.size() + older.size();
    }
}
