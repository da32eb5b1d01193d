package dev.holdfast.mcp.internal.era;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import dev.holdfast.mcp.Answers;
import dev.holdfast.mcp.McpException;
import dev.holdfast.mcp.Prompt;
import dev.holdfast.mcp.PromptArgument;
import dev.holdfast.mcp.PromptCall;
import dev.holdfast.mcp.PromptDefinition;
import dev.holdfast.mcp.PromptOutcome;
import dev.holdfast.mcp.internal.flight.Call;
import dev.holdfast.mcp.internal.wire.Faults;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The prompts of a server, in the order they were added. */
public final class Prompts {
    private record Entry(PromptDefinition definition, Prompt prompt) {}

    private final Map<String, Entry> byName;

    private Prompts(Map<String, Entry> byName) {
        this.byName = byName;
    }

    /**
     * The prompts by their names.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static Prompts of(List<Prompt> prompts) {
        Map<String, Entry> byName = new LinkedHashMap<>();
        for (Prompt prompt : prompts) {
            PromptDefinition definition = prompt.definition();
            if (byName.putIfAbsent(definition.name(), new Entry(definition, prompt)) != null) {
                throw new IllegalArgumentException("There are two prompts named " + definition.name());
            }
        }
        return new Prompts(Collections.unmodifiableMap(byName));
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    Stream<PromptDefinition> definitions() {
        return byName.values().stream().map(Entry::definition);
    }

    /** @throws McpException "invalid params" if there is no prompt of that name */
    PromptDefinition definition(String name) {
        return entry(name).definition();
    }

    /** Takes one step of the prompt that a {@code prompts/get} names. */
    PromptOutcome get(JsonObject params, Call call, Answers answers, @Nullable Json state) throws InterruptedException {
        String name = params.string("name");
        if (name == null) {
            throw McpException.invalidParams("params.name must be a string");
        }
        Entry entry = entry(name);
        Map<String, String> arguments = texts(params, "arguments");
        for (PromptArgument argument : entry.definition().arguments()) {
            if (argument.required() && !arguments.containsKey(argument.name())) {
                throw McpException.invalidParams("The prompt needs the argument " + argument.name());
            }
        }
        return entry.prompt().get(new PromptCall(arguments, call, answers, state));
    }

    private Entry entry(String name) {
        Entry entry = byName.get(name);
        if (entry == null) {
            throw McpException.of(Faults.unknownPrompt(name));
        }
        return entry;
    }

    /** The members of an object whose values are strings; empty if the object is absent. */
    static Map<String, String> texts(JsonObject params, String member) {
        if (!params.has(member)) {
            return Map.of();
        }
        JsonObject object = params.object(member);
        if (object == null) {
            throw McpException.invalidParams(member + " must be an object");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Json> entry : object.entries()) {
            if (!(entry.getValue() instanceof JsonString text)) {
                throw McpException.invalidParams("Every member of " + member + " must be a string");
            }
            texts.put(entry.getKey(), text.value());
        }
        return texts;
    }
}
