package dev.holdfast.engine.internal.machine;

import dev.holdfast.engine.machine.MachineProblem.Kind;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which members objects of a definition have, and what is said of others. */
final class MemberNames {
    private static final Set<String> TOLD = Set.of("description", "meta");

    private static final Set<String> ANY_STATE = with(TOLD, "id", "type", "tags");
    private static final Set<String> ACTIVE = with(ANY_STATE, "entry", "exit", "on", "always", "after");
    private static final Set<String> OF_ROOT =
            Set.of("context", "version", "output", "unhandled", "delays", "writable", Migration.MEMBER);

    static final Set<String> TRANSITION = with(TOLD, "target", "guard", "actions", "reenter");
    static final Set<String> INITIAL = with(TOLD, "target", "actions");
    static final Set<String> ACTION = Set.of("assign", "raise");

    /** What XState has, or had, and machines here do not, with what to do instead. */
    private static final Map<String, String> UNSUPPORTED = Map.ofEntries(
            Map.entry("invoke", "machines run nothing; send an event when the work is done"),
            Map.entry("spawn", "machines run nothing; open a state of its own for it"),
            Map.entry("spawnChild", "machines run nothing; open a state of its own for it"),
            Map.entry("stopChild", "machines run nothing that could be stopped"),
            Map.entry("activities", "machines run nothing; send an event when the work is done"),
            Map.entry("emit", "those who observe the state see every transition"),
            Map.entry("log", "the history of the state holds every transition"),
            Map.entry("send", "use `raise` for an event to the machine itself"),
            Map.entry("sendTo", "use `raise` for an event to the machine itself"),
            Map.entry("sendParent", "use `raise` for an event to the machine itself"),
            Map.entry("forwardTo", "use `raise` for an event to the machine itself"),
            Map.entry("cancel", "a delay ends when its state is left; use `after`"),
            Map.entry("delay", "use `after` in a state that is left when the delay is over"),
            Map.entry("enqueueActions", "write the actions as transitions with guards"),
            Map.entry("choose", "write the actions as transitions with guards"),
            Map.entry("pure", "write the actions as transitions with guards"),
            Map.entry("params", "expressions see `context` and `event`"),
            Map.entry("cond", "XState 5 calls it `guard`"),
            Map.entry("in", "write a guard on the context"),
            Map.entry("internal", "XState 5 has `reenter` instead, which is false if absent"),
            Map.entry("data", "XState 5 calls it `output`"),
            Map.entry("onEntry", "it is called `entry`"),
            Map.entry("onExit", "it is called `exit`"),
            Map.entry("onError", "an expression that fails refuses the event"),
            Map.entry("onSnapshot", "machines run nothing that could tell of itself"),
            Map.entry("route", "write a transition to the state"),
            Map.entry("input", "give the state a first document"),
            Map.entry("schemas", "give the state a JSON Schema"),
            Map.entry("types", "give the state a JSON Schema"),
            Map.entry("strict", "use `unhandled`"),
            Map.entry("key", "a state is called by its name under `states`"),
            Map.entry("parallel", "use `type: parallel`"),
            Map.entry("delimiter", "names of states are separated by dots"));

    private static final Set<String> ANYWHERE = anywhere();

    private MemberNames() {}

    static Set<String> of(StateKind kind, boolean isRoot) {
        Set<String> names = switch (kind) {
            case ATOMIC -> with(ACTIVE, "states");
            case COMPOUND -> with(ACTIVE, "states", "initial", "onDone");
            case PARALLEL -> with(ACTIVE, "states", "order", "onDone");
            case FINAL -> with(ANY_STATE, "entry", "exit", "output");
            case SHALLOW, DEEP -> with(ANY_STATE, "history", "target");
        };
        if (isRoot) {
            Set<String> ofRoot = new HashSet<>(names);
            ofRoot.addAll(OF_ROOT);
            ofRoot.remove("onDone");
            return ofRoot;
        }
        return names;
    }

    /**
     * Reports members that an object does not have.
     *
     * @param what the object in a sentence, such as "a transition"
     */
    static void check(JsonObject object, JsonPointer at, Set<String> known, String what, Problems problems) {
        for (String name : object.keys()) {
            if (!known.contains(name)) {
                report(name, at.child(name), known, what, problems);
            }
        }
    }

    private static void report(String name, JsonPointer at, Collection<String> known, String what, Problems problems) {
        String hint = UNSUPPORTED.get(name);
        String shown = Problems.shown(name);
        if (hint != null) {
            problems.add(at, Kind.UNSUPPORTED, shown + " is not supported: " + hint);
        } else if (ANYWHERE.contains(name)) {
            problems.add(at, Kind.UNKNOWN_MEMBER, shown + " has no meaning in " + what);
        } else {
            String message = what + " has no member " + shown + Problems.nearest(name, known);
            problems.add(at, Kind.UNKNOWN_MEMBER, message);
        }
    }

    private static Set<String> anywhere() {
        Set<String> all = new HashSet<>(OF_ROOT);
        for (StateKind kind : StateKind.values()) {
            all.addAll(of(kind, false));
        }
        all.addAll(TRANSITION);
        all.addAll(ACTION);
        return Set.copyOf(all);
    }

    private static Set<String> with(Set<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }
}
