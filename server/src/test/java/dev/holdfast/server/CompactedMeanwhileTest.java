package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryLog;
import dev.holdfast.engine.memory.MemoryStorage;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.CommitPage;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ForwardingLog;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A state whose history another process compacts between two reads of the store that one call makes. A caller that asks
 * for the oldest there is, or the latest, is never told that what it did not ask for is gone.
 */
final class CompactedMeanwhileTest {
    private static final int MOST_READS = 8;
    private static final Principal OWNER = Principal.local("test");

    /** Reads a history without saying from where. */
    private interface Reading {
        JsonObject of(Holdfast holdfast, State state);
    }

    @Test
    void historyTool_beginsAgain() {
        compactedAtEveryRead((holdfast, state) -> Harness.over(holdfast)
                .call("state_history", "{'handle':'" + state.handle().value() + "'}"));
    }

    @Test
    void historyOfTheCommandLine_beginsAgain() {
        compactedAtEveryRead((holdfast, state) -> EventList.of(state, null, 4));
    }

    @Test
    void latestEvents_beginAgain() {
        compactedAtEveryRead((holdfast, state) -> EventList.latest(state));
    }

    private void compactedAtEveryRead(Reading reading) {
        for (int read = 1; read <= MOST_READS; read++) {
            MemoryStorage storage = new MemoryStorage();
            try (Holdfast there = Holdfast.on(MemoryLog.open(storage)).open()) {
                State state = there.as(OWNER)
                        .open(StateSpec.unnamed().keep(Keep.revisions(1)))
                        .state();
                for (int i = 0; i < 4; i++) {
                    change(state);
                }
                Compacted log = new Compacted(MemoryLog.open(storage), state);
                try (Holdfast here = Holdfast.on(log).open()) {
                    State same = here.as(OWNER).state(state.handle().value());
                    same.read();
                    log.left.set(read);
                    JsonObject answer = reading.of(here, same);
                    assertThat(Objects.requireNonNull(answer.array("events")))
                            .as("read %d", read)
                            .isNotEmpty();
                }
            }
        }
    }

    private static void change(State state) {
        state.write(write -> write.increment("n", 1));
    }

    /** Changes the state and compacts its history behind one of the reads of it, counted down to. */
    private static final class Compacted extends ForwardingLog {
        private final State state;
        private final AtomicInteger left = new AtomicInteger();

        Compacted(CommitLog delegate, State state) {
            super(delegate);
            this.state = state;
        }

        @Override
        public CommitPage read(StateId id, long from, int maxCommits, int maxBytes, Consistency consistency) {
            CommitPage page = super.read(id, from, maxCommits, maxBytes, consistency);
            if (id.equals(state.handle()) && left.getAndDecrement() == 1) {
                change(state);
                change(state);
                state.compact();
            }
            return page;
        }
    }
}
