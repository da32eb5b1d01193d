package dev.holdfast.server;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.ListQuery;
import dev.holdfast.engine.Listing;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.State;
import dev.holdfast.engine.States;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.mcp.CachePolicy;
import dev.holdfast.mcp.Content;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.RequestContext;
import dev.holdfast.mcp.Resource;
import dev.holdfast.mcp.ResourceCall;
import dev.holdfast.mcp.ResourceContents;
import dev.holdfast.mcp.ResourcePage;
import dev.holdfast.mcp.ResourceProvider;
import dev.holdfast.mcp.ResourceTemplate;
import dev.holdfast.server.answer.SessionContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * States as resources, by handle only: a name is its owner's, but an address may be passed on. States that a caller may
 * not see, closed states and unknown ones all look the same.
 */
final class StateResources implements ResourceProvider {
    private static final int PAGE = 100;
    static final String JSON = "application/json";
    private static final String MERMAID = "text/vnd.mermaid";

    private final Holdfast holdfast;

    StateResources(Holdfast holdfast) {
        this.holdfast = holdfast;
    }

    @Override
    public ResourcePage list(@Nullable String cursor, RequestContext context) {
        try {
            States states = StateToolAdapter.states(holdfast, context);
            Listing listing = states.list(new ListQuery(null, Map.of(), null, cursor, PAGE));
            List<Resource> page = listing.states().stream()
                    .map(state -> resource(state, states.principal()))
                    .toList();
            return new ResourcePage(page, listing.next(), CachePolicy.LIVE);
        } catch (HoldfastException e) {
            throw e.failure().code() == Failure.Code.INVALID ? McpException.invalidCursor() : Failsafe.unavailable();
        } catch (StoreUnavailableException e) {
            throw Failsafe.unavailable();
        }
    }

    @Override
    public List<ResourceTemplate> templates() {
        return List.of(
                template(StateUri.DOCUMENTS, "state", "The whole document of a state"),
                template(StateUri.KEYS, "key", "The value of one key of a state"),
                template(StateUri.HISTORIES, "history", "The latest events of a state, oldest first"),
                template(
                        StateUri.CONTEXTS,
                        "context",
                        "What is possible in a state, its open questions, and the runs of workflows started for it"),
                new ResourceTemplate(
                        StateUri.DIAGRAMS, "diagram", null, "The machine of a state as Mermaid text", MERMAID));
    }

    @Override
    public Optional<ResourceContents> read(ResourceCall call) {
        try {
            return StateUri.parse(call.uri())
                    .flatMap(address -> read(address, StateToolAdapter.states(holdfast, call.context())))
                    .map(read -> read.contents(call.uri()));
        } catch (HoldfastException e) {
            return switch (e.failure().code()) {
                case NOT_FOUND, EXPIRED, FORBIDDEN, INVALID, COMPACTED -> Optional.empty();
                default -> throw Failsafe.unavailable();
            };
        } catch (StoreUnavailableException e) {
            throw Failsafe.unavailable();
        }
    }

    /** What is at an address. */
    private sealed interface Read {
        ResourceContents contents(String uri);
    }

    private record Value(Json value) implements Read {
        @Override
        public ResourceContents contents(String uri) {
            return ResourceContents.json(uri, value);
        }
    }

    private record Drawing(String text) implements Read {
        @Override
        public ResourceContents contents(String uri) {
            return ResourceContents.text(uri, MERMAID, text);
        }
    }

    private static Optional<Read> read(StateUri address, States states) {
        State state = states.state(address.handle());
        return switch (address) {
            case StateUri.Document document ->
                Optional.of(new Value(state.read().document()));
            case StateUri.Key key ->
                Optional.ofNullable(state.read().document().get(key.key())).map(Value::new);
            case StateUri.Events events -> Optional.of(new Value(EventList.latest(state)));
            case StateUri.Context context ->
                Optional.of(
                        new Value(SessionContext.of(states, state, state.read()).facts()));
            case StateUri.Diagram diagram -> state.diagram().map(Drawing::new);
        };
    }

    /** An entry; its name says whose it is if that is another principal. */
    private static Resource resource(Listing.Summary state, Principal reader) {
        String handle = state.handle().value();
        String name = state.name() == null ? handle : state.name();
        boolean own = state.owner().equals(reader.id());
        return new Resource(
                StateUri.ofDocument(handle),
                own ? name : name + " of " + state.owner(),
                null,
                own ? "A state's document" : "The document of a state that another principal owns",
                JSON,
                state.bytes(),
                state.updatedAt());
    }

    /** A state as a link in answers. */
    static Content link(String handle, @Nullable String name) {
        return new Content.ResourceLink(
                StateUri.ofDocument(handle), Objects.requireNonNullElse(name, handle), null, null, JSON);
    }

    private static ResourceTemplate template(String uri, String name, String description) {
        return new ResourceTemplate(uri, name, null, description, JSON);
    }
}
