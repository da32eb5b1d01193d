package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which scopes a request needs. Enforced over HTTP, for callers whose credential was checked, before the method is run.
 * What is not mentioned needs none. Immutable and thread-safe.
 */
public final class ScopePolicy {
    /** No request needs a scope. */
    public static final ScopePolicy NONE = builder().build();

    private final Map<String, Set<String>> methods;
    private final Map<String, Function<JsonObject, Set<String>>> tools;
    private final Map<String, Set<String>> implied;

    private ScopePolicy(Builder builder) {
        this.methods = Map.copyOf(builder.methods);
        this.tools = Map.copyOf(builder.tools);
        this.implied = Map.copyOf(builder.implied);
    }

    /** Starts a policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** Every scope that a request needs: those of its method and those of the tool it calls. */
    public Set<String> needed(String method, JsonObject params) {
        Set<String> needed = new HashSet<>(methods.getOrDefault(method, Set.of()));
        String name = method.equals("tools/call") ? params.string("name") : null;
        Function<JsonObject, Set<String>> tool = name == null ? null : tools.get(name);
        if (tool != null) {
            JsonObject arguments = params.object("arguments");
            needed.addAll(tool.apply(arguments == null ? JsonObject.EMPTY : arguments));
        }
        return needed;
    }

    /** Whether a caller has all those scopes, be it because a scope it was granted implies them. */
    public boolean suffices(Caller caller, Set<String> needed) {
        if (!caller.authenticated() || needed.isEmpty()) {
            return true;
        }
        Set<String> granted = new HashSet<>(caller.scopes());
        caller.scopes().forEach(scope -> granted.addAll(implied.getOrDefault(scope, Set.of())));
        return granted.containsAll(needed);
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Set<String>> methods = new HashMap<>();
        private final Map<String, Function<JsonObject, Set<String>>> tools = new HashMap<>();
        private final Map<String, Set<String>> implied = new HashMap<>();

        private Builder() {}

        /** A method needs these scopes. */
        public Builder method(String name, Set<String> scopes) {
            methods.put(name, Scopes.checked(scopes));
            return this;
        }

        /** A tool needs these scopes, whatever its arguments. */
        public Builder tool(String name, Set<String> scopes) {
            Set<String> checked = Scopes.checked(scopes);
            return tool(name, arguments -> checked);
        }

        /** A tool needs scopes that depend on its arguments, which are not checked yet; the function must not fail. */
        public Builder tool(String name, Function<JsonObject, Set<String>> scopes) {
            tools.put(name, scopes);
            return this;
        }

        /** Whoever was granted {@code scope} has those too, and nothing that those imply in turn. */
        public Builder implies(String scope, Set<String> others) {
            implied.put(scope, Scopes.checked(others));
            return this;
        }

        /** The policy as described so far. */
        public ScopePolicy build() {
            return new ScopePolicy(this);
        }
    }
}
