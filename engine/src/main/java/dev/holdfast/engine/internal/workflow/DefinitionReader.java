package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.Mapping;
import dev.holdfast.engine.workflow.Workflow;
import dev.holdfast.engine.workflow.WorkflowStep;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import dev.holdfast.json.JsonString;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the JSON form of a definition, part by part. What it makes is sound only if nothing was found. */
final class DefinitionReader {
    private static final Set<String> MEMBERS = Set.of("name", "version", "title", "timeout", "output", "steps");

    /** What expressions may follow {@code steps.} with. */
    private static final Pattern STEP_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private DefinitionReader() {}

    static Workflow read(JsonObject definition, Findings findings) {
        Part part = new Part(definition, JsonPointer.ROOT, findings);
        part.only(MEMBERS);
        return new Workflow(
                part.name("name"),
                part.name("version"),
                part.optionalText("title", Bounds.TEXT),
                part.duration("timeout", SHORTEST),
                mapping(part, "output"),
                steps(part),
                definition);
    }

    private static SortedMap<String, WorkflowStep> steps(Part definition) {
        Part all = definition.part("steps");
        if (all == null || all.json().isEmpty() || all.json().size() > Bounds.STEPS) {
            definition.problem("steps", "This is an object of 1 to " + Bounds.STEPS + " steps by name.");
            return Collections.emptySortedMap();
        }
        SortedMap<String, WorkflowStep> steps = new TreeMap<>();
        all.parts().forEach((name, part) -> {
            if (!STEP_NAME.matcher(name).matches()) {
                all.problem(name, "The name of a step is 1 to 64 letters, digits or '_', the first no digit.");
            }
            steps.put(name, StepReader.read(name, part));
        });
        return steps;
    }

    /** One expression, or one for each member of an object; null if there is neither. */
    static @Nullable Mapping mapping(Part part, String member) {
        Json value = part.json().get(member);
        if (value instanceof JsonObject object) {
            Part members = new Part(object, part.at().child(member), part.findings());
            SortedMap<String, String> expressions = new TreeMap<>();
            for (String name : object.keys()) {
                String expression = members.expression(name);
                expressions.put(name, expression == null ? "" : expression);
            }
            return new Mapping(null, expressions);
        } else if (value instanceof JsonString) {
            String expression = part.expression(member);
            return expression == null ? null : new Mapping(expression, Collections.emptySortedMap());
        } else if (value != null) {
            part.problem(member, "This is a CEL expression, or an object with a CEL expression for each member.");
        }
        return null;
    }
}
