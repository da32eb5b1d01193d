package dev.holdfast.langchain4j;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.conversation.StateNames;
import dev.holdfast.json.JsonDiff;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.langchain4j.agentic.scope.AgenticScopeKey;
import dev.langchain4j.agentic.scope.AgenticScopeStore;
import dev.langchain4j.agentic.scope.DefaultAgenticScope;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What agents of one principal share, each scope a state:
 *
 * <pre>{@code
 * AgenticScopePersister.setStore(StateAgenticScopeStore.of(holdfast.as(principal)));
 * }</pre>
 *
 * <p>Saving a scope adds an event with what has changed in it. It needs {@code langchain4j-agentic}. A scope that is
 * deleted is gone at once, and removed for good in seven days. Safe for use by many threads.
 */
public final class StateAgenticScopeStore implements AgenticScopeStore {
    private static final String KIND = "agentic-scope";
    private static final int ROUNDS = 100;
    private static final int PAGE = 1_000;

    private final States states;
    private final UnaryOperator<StateSpec> settings;

    private StateAgenticScopeStore(States states, UnaryOperator<StateSpec> settings) {
        this.states = states;
        this.settings = settings;
    }

    /** The scopes of a principal, as states named {@code agentic-scope/AGENT/MEMORY}. */
    public static StateAgenticScopeStore of(States states) {
        return new StateAgenticScopeStore(states, spec -> spec);
    }

    /** The same with other settings for scopes that are new, such as how much history they keep. */
    public StateAgenticScopeStore with(UnaryOperator<StateSpec> more) {
        return new StateAgenticScopeStore(states, spec -> more.apply(settings.apply(spec)));
    }

    @Override
    public boolean save(AgenticScopeKey key, DefaultAgenticScope scope) {
        JsonObject saved = ScopeDocument.of(scope);
        for (int round = 1; ; round++) {
            try {
                State state = find(key).orElseGet(() -> create(key));
                StateView now = state.read();
                JsonPatch patch = JsonDiff.between(now.document(), saved);
                if (!patch.isEmpty()) {
                    state.write(w -> w.patch(patch).ifRevision(now.revision()));
                }
                return true;
            } catch (HoldfastException e) {
                if ((e.failure().code() != Failure.Code.CONFLICT && !isGone(e)) || round == ROUNDS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Optional<DefaultAgenticScope> load(AgenticScopeKey key) {
        return find(key).map(state -> ScopeDocument.read(state.read().document()));
    }

    @Override
    public boolean delete(AgenticScopeKey key) {
        Optional<State> found = find(key);
        found.ifPresent(state -> state.close(null));
        return found.isPresent();
    }

    /** Reads every scope, as ids of memories need not be texts. */
    @Override
    public Set<AgenticScopeKey> getAllKeys() {
        Set<AgenticScopeKey> keys = new HashSet<>();
        String next = null;
        do {
            Listing page = states.list(new ListQuery(KIND + "/", Map.of(), null, next, PAGE));
            for (Listing.Summary each : page.states()) {
                key(each).ifPresent(keys::add);
            }
            next = page.next();
        } while (next != null);
        return keys;
    }

    private Optional<AgenticScopeKey> key(Listing.Summary listed) {
        String[] parts = Objects.requireNonNull(listed.name()).split("/", -1);
        JsonObject document = states.state(listed.handle().value()).read().document();
        if (parts.length != 3 || document.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AgenticScopeKey(
                StateNames.id(parts[1]), ScopeDocument.read(document).memoryId()));
    }

    /** The state of a scope; empty if it was never saved or is deleted. */
    public Optional<State> find(AgenticScopeKey key) {
        try {
            State state = states.state("@" + name(key));
            return state.read().document().isEmpty() ? Optional.empty() : Optional.of(state);
        } catch (HoldfastException e) {
            if (isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private State create(AgenticScopeKey key) {
        return states.open(settings.apply(StateSpec.named(name(key)))).state();
    }

    private static String name(AgenticScopeKey key) {
        return KIND + "/" + StateNames.part(key.agentId()) + "/"
                + StateNames.part(key.memoryId().toString());
    }

    private static boolean isGone(HoldfastException e) {
        Failure.Code code = e.failure().code();
        return code == Failure.Code.EXPIRED || code == Failure.Code.NOT_FOUND;
    }

    @Override
    public String toString() {
        return "StateAgenticScopeStore[" + states + "]";
    }
}
