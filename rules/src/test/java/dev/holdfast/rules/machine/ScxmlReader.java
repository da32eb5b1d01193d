package dev.holdfast.rules.machine;

import static java.util.Objects.requireNonNull;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Turns SCXML into a definition, as far as that says the same: states, transitions without conditions, and raised
 * events. Every state is called by its id. An event of SCXML also stands for those that begin with it, in the order of
 * the text; so each transition is written for every event that there is.
 */
final class ScxmlReader {
    /** Why a document has no such definition. */
    static final class LeftOutException extends Exception {
        private static final long serialVersionUID = 1L;

        LeftOutException(String why) {
            super(why);
        }
    }

    private static final Set<String> STATES = Set.of("state", "parallel", "final", "history");

    private final Set<String> events;
    private final Map<String, Element> byId = new LinkedHashMap<>();

    private ScxmlReader(Set<String> sent) {
        this.events = new TreeSet<>(sent);
    }

    /**
     * The definition.
     *
     * @param sent the events that are sent to it
     */
    static JsonObject read(Element root, Set<String> sent) throws LeftOutException {
        ScxmlReader reader = new ScxmlReader(sent);
        reader.gather(root);
        return reader.state(root).with("id", Json.of("scxml"));
    }

    private void gather(Element element) throws LeftOutException {
        String name = element.getLocalName();
        boolean known = STATES.contains(name)
                || Set.of("scxml", "initial", "transition", "onentry", "onexit", "raise", "log")
                        .contains(name);
        if (!known) {
            throw new LeftOutException("<" + name + ">");
        } else if (element.hasAttribute("cond")) {
            throw new LeftOutException("conditions in JavaScript");
        }
        if (name.equals("raise")) {
            events.add(element.getAttribute("event"));
        } else if (STATES.contains(name)) {
            String id = element.getAttribute("id");
            if (id.isEmpty() || id.contains(".")) {
                element.setAttribute("id", "state" + byId.size());
            }
            byId.put(element.getAttribute("id"), element);
            events.add("done.state." + element.getAttribute("id"));
        }
        for (Element child : children(element)) {
            gather(child);
        }
    }

    private JsonObject state(Element element) throws LeftOutException {
        JsonObject.Builder json = JsonObject.builder();
        if (element.hasAttribute("id")) {
            json.put("id", element.getAttribute("id"));
        }
        if (element.getLocalName().equals("history")) {
            return json.put("type", "history")
                    .put("history", element.getAttribute("type").equals("deep") ? "deep" : "shallow")
                    .putIfPresent("target", targets(children(element).getFirst()))
                    .build();
        }
        JsonObject.Builder states = JsonObject.builder();
        Map<String, List<Json>> on = new LinkedHashMap<>();
        List<Json> entry = new ArrayList<>();
        List<Json> exit = new ArrayList<>();
        for (Element child : children(element)) {
            switch (child.getLocalName()) {
                case "onentry" -> entry.addAll(actions(child));
                case "onexit" -> exit.addAll(actions(child));
                case "transition" -> transition(element, child, on);
                case "initial" -> {
                    // Read with the state.
                }
                default -> states.put(child.getAttribute("id"), state(child));
            }
        }
        JsonObject children = states.build();
        json.put("entry", JsonArray.copyOf(entry)).put("exit", JsonArray.copyOf(exit));
        if (element.getLocalName().equals("final")) {
            return json.put("type", "final").build();
        }
        put(on, json);
        if (element.getLocalName().equals("parallel")) {
            json.put("type", "parallel");
        } else if (!children.isEmpty()) {
            json.put("initial", initial(element, children));
        }
        return children.isEmpty() ? json.build() : json.put("states", children).build();
    }

    private static void put(Map<String, List<Json>> on, JsonObject.Builder json) {
        List<Json> always = on.remove("");
        if (always != null) {
            json.put("always", JsonArray.copyOf(always));
        }
        JsonObject.Builder edges = JsonObject.builder();
        on.forEach((event, list) -> edges.put(event, JsonArray.copyOf(list)));
        json.put("on", edges.build());
    }

    private static Json initial(Element element, JsonObject children) throws LeftOutException {
        String named = element.getAttribute("initial");
        List<Json> actions = List.of();
        for (Element child : children(element)) {
            if (child.getLocalName().equals("initial")) {
                Element transition = children(child).getFirst();
                named = transition.getAttribute("target");
                actions = actions(transition);
            }
        }
        String name = named.isEmpty() ? children.keys().iterator().next() : named.strip();
        if (!children.has(name)) {
            throw new LeftOutException("initial states that are not directly within");
        } else if (requireNonNull(children.object(name)).has("history")) {
            throw new LeftOutException("initial states that are history states");
        }
        return JsonObject.of("target", Json.of(name), "actions", JsonArray.copyOf(actions));
    }

    private void transition(Element source, Element element, Map<String, List<Json>> on) throws LeftOutException {
        JsonObject json = JsonObject.of(
                "reenter", Json.of(!isInternal(source, element)), "actions", JsonArray.copyOf(actions(element)));
        Json targets = targets(element);
        Json edge = targets == null ? json : json.with("target", targets);
        if (!element.hasAttribute("event")) {
            addReachable("", edge, on);
            return;
        }
        for (String event : events) {
            boolean matches = words(element.getAttribute("event")).stream().anyMatch(word -> matches(word, event));
            if (matches) {
                addReachable(event.replace("done.state.", "xstate.done.state."), edge, on);
            }
        }
    }

    /** Without conditions only the first transition is ever taken. */
    private static void addReachable(String event, Json edge, Map<String, List<Json>> on) {
        on.putIfAbsent(event, List.of(edge));
    }

    private static boolean matches(String descriptor, String event) {
        String prefix = descriptor.endsWith(".*") ? descriptor.substring(0, descriptor.length() - 2) : descriptor;
        return prefix.equals("*") || event.equals(prefix) || event.startsWith(prefix + ".");
    }

    private boolean isInternal(Element source, Element transition) {
        boolean compound = source.getLocalName().equals("state") && transition.hasAttribute("target");
        return compound
                && transition.getAttribute("type").equals("internal")
                && words(transition.getAttribute("target")).stream().allMatch(id -> isWithin(byId.get(id), source));
    }

    private static boolean isWithin(@Nullable Element inner, Element outer) {
        for (Node node = inner == null ? null : inner.getParentNode(); node != null; node = node.getParentNode()) {
            if (node.isSameNode(outer)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Json targets(Element transition) {
        if (!transition.hasAttribute("target")) {
            return null;
        }
        return JsonArray.copyOf(words(transition.getAttribute("target")).stream()
                .map(id -> Json.of("#" + id))
                .toList());
    }

    private static List<Json> actions(Element element) {
        return children(element).stream()
                .filter(child -> child.getLocalName().equals("raise"))
                .map(raise -> (Json) JsonObject.of("raise", Json.of(raise.getAttribute("event"))))
                .toList();
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.strip().split("\\s+", -1));
    }

    private static List<Element> children(Element element) {
        List<Element> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                found.add(child);
            }
        }
        return found;
    }
}
