package dev.holdfast.rules.machine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A definition made by chance. Its expressions mean the same in CEL and in JavaScript: they are sums, remainders and
 * comparisons of small integers.
 */
final class RandomMachine {
    static final String ID = "m";

    /** The events that are sent, each with a number. */
    static final List<String> EVENTS = List.of("a", "b", "g.x", "g.y", "other");

    private static final List<String> DESCRIPTORS = List.of("a", "a", "a", "b", "b", "g.x", "g.*", "*");
    private static final List<String> DELAYS = List.of("10", "20", "30", "slow", "varying");
    private static final int MOST_STATES = 16;

    private final Random random;
    private final Expressions expressions;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();

    private RandomMachine(long seed) {
        random = new Random(seed);
        expressions = new Expressions(random);
        grow(new Draft("", "", null), 0);
    }

    /** A state before it is written. */
    private static final class Draft {
        final String key;
        final String path;
        final Draft parent;
        final List<Draft> children = new ArrayList<>();
        String type = "atomic";

        Draft(String key, String path, @Nullable Draft parent) {
            this.key = key;
            this.path = path;
            this.parent = parent == null ? this : parent;
        }

        boolean isRoot() {
            return path.isEmpty();
        }

        boolean holds(Draft other) {
            return isRoot() || (other.path + ".").startsWith(path + ".");
        }
    }

    /**
     * A definition.
     *
     * @param json the definition
     * @param ids the ids of those states that have one of their own, by their paths
     */
    record Made(JsonObject json, Map<String, String> ids) {
        /** The same with transitions of the root to states, so that these can be reached. */
        Made leadingTo(List<String> paths) {
            JsonObject given = json.object("on");
            JsonObject on = given == null ? JsonObject.EMPTY : given;
            for (String path : paths) {
                on = on.with("to " + path.replace('.', '/'), Json.of("#" + ID + "." + path));
            }
            return new Made(json.with("on", on), ids);
        }
    }

    static Made of(long seed) {
        RandomMachine machine = new RandomMachine(seed);
        JsonObject root = machine.written(machine.drafts.getFirst());
        return new Made(
                root.with("id", Json.of(ID))
                        .with("context", JsonObject.of("x", Json.of(0), "y", Json.of(1)))
                        .with(
                                "delays",
                                JsonObject.of("slow", Json.of(40), "varying", Json.of("10 + context.x * context.x"))),
                Map.copyOf(machine.ids));
    }

    private void grow(Draft draft, int level) {
        drafts.add(draft);
        boolean mayGrow = level < 4 && drafts.size() < MOST_STATES;
        if (!mayGrow || (level > 0 && random.nextInt(100) < 45)) {
            return;
        }
        draft.type = random.nextInt(100) < 35 ? "parallel" : "compound";
        int size = 2 + random.nextInt(2);
        List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(order, random);
        for (int i : order) {
            String key = "s" + i;
            Draft child = new Draft(key, draft.isRoot() ? key : draft.path + "." + key, draft);
            draft.children.add(child);
            grow(child, level + 1);
        }
        special(draft);
    }

    /** Makes the last leaf a final state, or adds a history state, by chance. */
    private void special(Draft draft) {
        Draft last = draft.children.getLast();
        if (last.type.equals("atomic") && random.nextInt(100) < 35) {
            last.type = "final";
        }
        if (!draft.isRoot() && random.nextInt(100) < 40) {
            Draft history = new Draft("h", draft.path + ".h", draft);
            history.type = "history";
            draft.children.add(history);
            drafts.add(history);
        }
    }

    private JsonObject written(Draft draft) {
        JsonObject.Builder json = JsonObject.builder();
        if (draft.type.equals("history")) {
            return history(draft, json);
        }
        if (draft.type.equals("parallel") || draft.type.equals("final")) {
            json.put("type", draft.type);
        }
        if (!draft.isRoot() && random.nextInt(10) == 0) {
            String id = "id" + ids.size();
            ids.put(draft.path, id);
            json.put("id", id);
        }
        json.putIfPresent("entry", actions(25, false)).putIfPresent("exit", actions(25, false));
        if (draft.type.equals("final")) {
            return json.putIfPresent("output", chance(40) ? output() : null).build();
        }
        behave(draft, json);
        hold(draft, json);
        return json.build();
    }

    private void behave(Draft draft, JsonObject.Builder json) {
        JsonObject.Builder on = JsonObject.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
            String descriptor = pick(DESCRIPTORS);
            on.put(descriptor, transitions(draft, descriptor.contains("*") ? Use.ANY_EVENT : Use.EVENT));
        }
        json.put("on", on.build());
        if (chance(7)) {
            json.put("always", JsonArray.of(transition(draft, Use.NO_EVENT, true)));
        }
        if (chance(20)) {
            json.put("after", JsonObject.of(pick(DELAYS), transitions(draft, Use.ANY_EVENT)));
        }
        if (!draft.isRoot() && !draft.children.isEmpty() && chance(50)) {
            json.put("onDone", transitions(draft, Use.ANY_EVENT));
        } else if (draft.isRoot() && chance(50)) {
            json.put("output", output());
        }
    }

    private void hold(Draft draft, JsonObject.Builder json) {
        if (draft.children.isEmpty()) {
            return;
        }
        JsonObject.Builder states = JsonObject.builder();
        draft.children.forEach(child -> states.put(child.key, written(child)));
        json.put("states", states.build());
        if (draft.type.equals("compound")) {
            List<Draft> real = real(draft);
            String initial = real.get(random.nextInt(real.size())).key;
            Json actions = actions(20, false);
            json.put(
                    "initial",
                    actions == null ? Json.of(initial) : JsonObject.of("target", Json.of(initial), "actions", actions));
        }
    }

    private static List<Draft> real(Draft draft) {
        return draft.children.stream()
                .filter(child -> !child.type.equals("history"))
                .toList();
    }

    private JsonObject history(Draft draft, JsonObject.Builder json) {
        json.put("type", "history").put("history", chance(50) ? "deep" : "shallow");
        if (chance(40)) {
            List<Draft> real = real(draft.parent);
            json.put("target", real.get(random.nextInt(real.size())).key);
        }
        return json.build();
    }

    /** What an expression may refer to. */
    private enum Use {
        NO_EVENT,
        ANY_EVENT,
        EVENT
    }

    private Json transitions(Draft source, Use use) {
        if (random.nextInt(12) == 0) {
            return JsonObject.EMPTY;
        }
        List<Json> list = new ArrayList<>();
        for (int guarded = random.nextInt(3); guarded > 0; guarded--) {
            list.add(transition(source, use, true));
        }
        if (list.isEmpty() || chance(50)) {
            list.add(transition(source, use, false));
        }
        return list.size() == 1 ? list.getFirst() : JsonArray.copyOf(list);
    }

    private Json transition(Draft source, Use use, boolean guarded) {
        JsonObject.Builder json = JsonObject.builder();
        if (guarded) {
            json.put("guard", expressions.truth(use == Use.EVENT, use != Use.NO_EVENT));
        }
        if (chance(85)) {
            json.put("target", target(source));
        }
        if (chance(25)) {
            json.put("reenter", true);
        }
        return json.putIfPresent("actions", actions(40, use == Use.EVENT)).build();
    }

    private Json target(Draft source) {
        List<Draft> all = drafts.stream().filter(draft -> !draft.isRoot()).toList();
        Draft target = pick(all);
        if (chance(20)) {
            List<Draft> partners =
                    all.stream().filter(other -> areInRegions(target, other)).toList();
            if (!partners.isEmpty()) {
                return JsonArray.of(reference(source, target), reference(source, pick(partners)));
            }
        }
        return reference(source, target);
    }

    private static boolean areInRegions(Draft one, Draft other) {
        if (one.type.equals("history") || other.type.equals("history")) {
            return false;
        }
        Draft around = one.parent;
        while (!around.holds(other)) {
            around = around.parent;
        }
        return around.type.equals("parallel") && !one.holds(other) && !other.holds(one);
    }

    /** One of the ways to write a target. */
    private Json reference(Draft source, Draft target) {
        if (!source.isRoot() && source.parent == target.parent && chance(60)) {
            return Json.of(target.key);
        } else if (source.holds(target) && source != target && chance(60)) {
            return Json.of("." + target.path.substring(source.isRoot() ? 0 : source.path.length() + 1));
        }
        return Json.of("#" + ID + "." + target.path);
    }

    private @Nullable Json actions(int percent, boolean withData) {
        if (!chance(percent)) {
            return null;
        }
        List<Json> list = Stream.generate(() -> action(withData))
                .limit(1 + random.nextInt(2))
                .toList();
        return list.size() == 1 ? list.getFirst() : JsonArray.copyOf(list);
    }

    private Json action(boolean withData) {
        if (random.nextInt(14) == 0) {
            Json event = JsonObject.of("type", Json.of(pick(EVENTS)), "n", Json.of(expressions.number(withData)));
            return JsonObject.of("raise", event);
        }
        String key = chance(50) ? "x" : "y";
        JsonObject values = JsonObject.of(key, Json.of("(" + expressions.number(withData) + ") % 7"));
        if (chance(30)) {
            values = values.with(key.equals("x") ? "y" : "x", Json.of("(context.x + 3 * context.y) % 11"));
        }
        return JsonObject.of("assign", values);
    }

    private JsonObject output() {
        return JsonObject.of("sum", Json.of("context.x + context.y"), "one", Json.of(1));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
