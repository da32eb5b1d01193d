package dev.holdfast.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.engine.Fork;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Opened;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.json.JsonObject;
import dev.holdfast.testkit.ManualTime;
import dev.holdfast.testkit.StoreFixture;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine on a store under test, with its own namespace. On closing, every state opened through it is replayed by a
 * new engine with empty caches and must be the same: no test can pass whose log differs from what was shown.
 */
public final class EngineUnderTest implements AutoCloseable {
    private final StoreFixture fixture;
    private final ManualTime time;
    private final Principal principal;
    private final Holdfast holdfast;
    private final Map<String, State> opened = new ConcurrentHashMap<>();

    public EngineUnderTest(StoreFixture fixture) {
        this(fixture, new ManualTime(), Principal.local("test-" + UUID.randomUUID()));
    }

    private EngineUnderTest(StoreFixture fixture, ManualTime time, Principal principal) {
        this.fixture = fixture;
        this.time = time;
        this.principal = principal;
        this.holdfast = observing(fixture.open());
    }

    /**
     * An engine with the same clock as this one but without timers of its own, on any view of the store. The caller
     * closes it.
     */
    Holdfast observing(CommitLog log) {
        return fixture.engine(log)
                .clock(time)
                .removalPause(Duration.ZERO)
                .timersByHand()
                .open();
    }

    /** A second engine on the same store, with the same clock and principal, as in another process. */
    public EngineUnderTest second() {
        return new EngineUnderTest(fixture, time, principal);
    }

    public ManualTime time() {
        return time;
    }

    /** Lets time pass and fires the timers that have become due. */
    public void pass(Duration duration) {
        time.pass(duration);
        holdfast.fireTimers();
    }

    public Holdfast holdfast() {
        return holdfast;
    }

    public States states() {
        return holdfast.as(principal);
    }

    public Opened opening(StateSpec spec) {
        Opened result = states().open(spec);
        opened.put(result.state().handle().value(), result.state());
        return result;
    }

    public State open(StateSpec spec) {
        return opening(spec).state();
    }

    /** Compares a state with its replay on closing, as if it had been opened here. */
    void watch(State state) {
        opened.put(state.handle().value(), state);
    }

    /** A new state without a name that begins with a document. */
    public State open(JsonObject data) {
        return open(StateSpec.unnamed().data(data));
    }

    /** A new state without a name that begins as another is now. */
    public State fork(State source) {
        return open(StateSpec.unnamed().fork(Fork.of(source.handle())));
    }

    /** A new state without a name. */
    public State open() {
        return open(StateSpec.unnamed());
    }

    @Override
    public void close() {
        try (Holdfast replaying = observing(fixture.open())) {
            opened.values().forEach(state -> compare(state, replaying.as(principal)));
        } finally {
            holdfast.close();
        }
    }

    private static void compare(State state, States replaying) {
        StateView shown;
        try {
            shown = state.read();
        } catch (HoldfastException e) {
            return; // it has ended, and ended states are not read
        }
        StateView replayed = replaying.state(state.handle().value()).read();
        assertThat(replayed.document()).as("the replayed document").isEqualTo(shown.document());
        assertThat(replayed.revision()).isEqualTo(shown.revision());
        assertThat(replayed.name()).isEqualTo(shown.name());
        assertThat(replayed.labels()).isEqualTo(shown.labels());
        assertThat(replayed.expiresAt()).isEqualTo(shown.expiresAt());
        assertThat(replayed.grants()).isEqualTo(shown.grants());
        assertThat(replayed.leases()).isEqualTo(shown.leases());
        assertThat(replayed.origin()).isEqualTo(shown.origin());
        assertThat(replayed.scheduled()).isEqualTo(shown.scheduled());
        assertThat(replayed.configuration()).isEqualTo(shown.configuration());
        assertThat(replayed.machine()).isEqualTo(shown.machine());
        assertThat(replayed.workflow()).isEqualTo(shown.workflow());
        assertThat(replayed.questions()).isEqualTo(shown.questions());
        for (String key : shown.document().keys()) {
            assertThat(replayed.keyRevision(key)).as("revision of " + key).isEqualTo(shown.keyRevision(key));
        }
    }
}
