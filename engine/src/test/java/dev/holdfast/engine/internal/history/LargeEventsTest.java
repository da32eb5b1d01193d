package dev.holdfast.engine.internal.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of a megabyte each: what is read at once is bounded by what it weighs, not by how many there are. */
final class LargeEventsTest {
    private static final int WRITES = 24;

    @Test
    void events_comeAFewAtATimeAndNoneIsLeftOut() {
        try (Holdfast holdfast = open()) {
            State state = written(holdfast);

            long next = 1;
            int pages = 0;
            for (List<Event> page = state.history(next, 100); !page.isEmpty(); page = state.history(next, 100)) {
                assertThat(page.getFirst().revision()).isEqualTo(next);
                assertThat(page).hasSizeLessThan(8);
                next += page.size();
                pages++;
            }

            assertThat(next).isEqualTo(WRITES + 2);
            assertThat(pages).isGreaterThan(3);
        }
    }

    @Test
    void whatChanged_isTheWholeDocumentIfTooMuchWouldHaveToBeRead() {
        try (Holdfast holdfast = open()) {
            State state = written(holdfast);

            assertThat(state.since(1).full()).isTrue();
            assertThat(state.since(WRITES).full()).isFalse();
            assertThat(state.since(WRITES).changed()).containsExactly("k" + (WRITES - 1) % 3);
        }
    }

    private static Holdfast open() {
        return Holdfast.on(new MemoryProvider().open("memory:")).open();
    }

    private static State written(Holdfast holdfast) {
        State state = holdfast.open(StateSpec.named("large"));
        for (int i = 0; i < WRITES; i++) {
            String value = i + "x".repeat(1_000_000);
            int key = i % 3;
            state.write(write -> write.set("k" + key, value));
        }
        return state;
    }
}
