package dev.holdfast.mcp;

import dev.holdfast.json.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Which scopes a request needs. Enforced over HTTP before the method runs, for callers whose credential was checked.
 * Methods and tools without an entry need no scope. Immutable and thread-safe.
 */
public final class ScopePolicy {
    /** No request needs a scope. */
    public static final ScopePolicy NONE = builder().build();

    private final Map<String, Set<String>> methods;
    private final Map<String, Function<JsonObject, Set<String>>> tools;
    private final Map<String, Set<String>> implied;
    private final Consumer<Caller> refused;

    private ScopePolicy(Builder builder) {
        this.methods = Map.copyOf(builder.methods);
        this.tools = Map.copyOf(builder.tools);
        this.implied = Map.copyOf(builder.implied);
        this.refused = builder.refused;
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

    /**
     * Whether a caller has all those scopes, granted or implied by a granted one; true for a caller without a checked
     * credential.
     */
    public boolean suffices(Caller caller, Set<String> needed) {
        if (!caller.authenticated() || needed.isEmpty()) {
            return true;
        }
        Set<String> granted = new HashSet<>(caller.scopes());
        caller.scopes().forEach(scope -> granted.addAll(implied.getOrDefault(scope, Set.of())));
        return granted.containsAll(needed);
    }

    /** Tells that a caller is refused because it lacks a scope. A transport does, before it answers so. */
    public void refuse(Caller caller) {
        refused.accept(caller);
    }

    @Override
    public String toString() {
        return "ScopePolicy[tools " + tools.keySet() + "]";
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Set<String>> methods = new HashMap<>();
        private final Map<String, Function<JsonObject, Set<String>>> tools = new HashMap<>();
        private final Map<String, Set<String>> implied = new HashMap<>();

        private Consumer<Caller> refused = caller -> {};

        private Builder() {}

        /**
         * A method needs these scopes.
         *
         * @throws IllegalArgumentException if a scope is malformed
         */
        public Builder method(String name, Set<String> scopes) {
            methods.put(name, Scopes.checked(scopes));
            return this;
        }

        /**
         * A tool needs these scopes, whatever its arguments.
         *
         * @throws IllegalArgumentException if a scope is malformed
         */
        public Builder tool(String name, Set<String> scopes) {
            Set<String> checked = Scopes.checked(scopes);
            return tool(name, arguments -> checked);
        }

        /**
         * A tool needs scopes that depend on its arguments. The function gets unvalidated arguments and must not throw.
         */
        public Builder tool(String name, Function<JsonObject, Set<String>> scopes) {
            tools.put(name, scopes);
            return this;
        }

        /**
         * A caller that was granted {@code scope} has {@code others} too, but not the scopes that those imply.
         *
         * @throws IllegalArgumentException if an implied scope is malformed
         */
        public Builder implies(String scope, Set<String> others) {
            implied.put(scope, Scopes.checked(others));
            return this;
        }

        /**
         * Calls an observer with each caller that is refused because it lacks a scope. It must neither block nor throw.
         */
        public Builder observer(Consumer<Caller> ofRefusals) {
            refused = ofRefusals;
            return this;
        }

        /** The policy as described so far. */
        public ScopePolicy build() {
            return new ScopePolicy(this);
        }
    }
}
