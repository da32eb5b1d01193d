package dev.holdfast.engine;

import dev.holdfast.engine.spi.StateId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of open questions of several states. Immutable.
 *
 * @param questions the questions, by the handle of their state
 * @param next the cursor of the next page; null on the last page
 */
public record OpenQuestions(List<Entry> questions, @Nullable String next) {
    public OpenQuestions {
        questions = List.copyOf(questions);
    }

    /**
     * One of them.
     *
     * @param handle the state
     * @param name its name among its owner's states; null if it has none
     * @param owner the principal that owns the state
     */
    public record Entry(StateId handle, @Nullable String name, String owner, Question question) {}
}
