package dev.holdfast.server;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.mcp.Completion;
import dev.holdfast.mcp.CompletionProvider;
import dev.holdfast.mcp.CompletionRequest;
import dev.holdfast.mcp.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proposes handles, names and keys. A prompt takes a name as well as a handle; an address takes handles only, which are
 * also found by the beginning of the state's name. Names are the caller's own, because {@code @name} means nothing
 * else: states of others come after them, by handle, and a prompt shows whose they are. Only the first few pages of
 * states are searched; with more states, a longer prefix finds the rest.
 */
final class StateCompletions implements CompletionProvider {
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 5;

    private final Holdfast holdfast;

    StateCompletions(Holdfast holdfast) {
        this.holdfast = holdfast;
    }

    @Override
    public Completion complete(CompletionRequest request, RequestContext context) {
        try {
            return complete(request, StateToolAdapter.states(holdfast, context));
        } catch (HoldfastException e) {
            return Completion.NONE;
        } catch (StoreUnavailableException e) {
            throw Failsafe.unavailable();
        }
    }

    private static Completion complete(CompletionRequest request, States states) {
        String value = request.value();
        boolean named = request.subject() instanceof CompletionRequest.OfPrompt;
        return switch (request.argument()) {
            case StatePrompts.HANDLE -> Completion.of(named ? targets(states, value) : handles(states, value));
            case "key" -> Completion.of(keys(states, request.others().get(StatePrompts.HANDLE), value));
            default -> Completion.NONE;
        };
    }

    /** What a prompt takes: {@code @name} for a state of one's own with a name, else a handle. */
    private static List<String> targets(States states, String typed) {
        String prefix = typed.startsWith("@") ? typed.substring(1) : null;
        List<String> targets = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Listing.Summary state : first(states, prefix)) {
            String handle = state.handle().value();
            String name = state.name();
            if (!isOwn(state, states)) {
                if (handle.startsWith(typed) || (name != null && name.startsWith(typed))) {
                    others.add(StatePrompts.target(handle, state.owner()));
                }
                continue;
            }
            String target = name == null ? handle : "@" + name;
            if (target.startsWith(typed) || (name != null && name.startsWith(typed))) {
                targets.add(target);
            } else if (handle.startsWith(typed)) {
                targets.add(handle);
            }
        }
        targets.addAll(others);
        return targets;
    }

    private static List<String> handles(States states, String typed) {
        List<String> handles = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Listing.Summary state : first(states, null)) {
            String handle = state.handle().value();
            String name = state.name();
            boolean own = isOwn(state, states);
            if (handle.startsWith(typed) || (own && name != null && name.startsWith(typed))) {
                (own ? handles : others).add(handle);
            }
        }
        handles.addAll(others);
        return handles;
    }

    private static boolean isOwn(Listing.Summary state, States states) {
        return state.owner().equals(states.principal().id());
    }

    private static List<String> keys(States states, @Nullable String handle, String typed) {
        if (handle == null) {
            return List.of();
        }
        return states.state(handle).read().document().keys().stream()
                .filter(key -> key.startsWith(typed))
                .sorted()
                .toList();
    }

    private static List<Listing.Summary> first(States states, @Nullable String namePrefix) {
        List<Listing.Summary> found = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            Listing listing = states.list(new ListQuery(namePrefix, Map.of(), null, cursor, PAGE));
            found.addAll(listing.states());
            cursor = listing.next();
            if (cursor == null) {
                break;
            }
        }
        return found;
    }
}
