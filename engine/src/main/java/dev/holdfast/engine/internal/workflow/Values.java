package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonNull;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a definition come to in a run. All expressions of one request have one number of steps
 * together; when that is used up, what is left has no value, so that time can go on whatever a definition costs.
 */
final class Values {
    private final RunDraft run;
    private final Steps steps;
    private final Map<String, Json> seen = new HashMap<>();

    Values(RunDraft run, Steps steps) {
        this.run = run;
        this.steps = steps;
    }

    /** Takes back what was remembered of a step, which changed. */
    void forget(String id) {
        seen.remove(new RunStep(id, JsonObject.EMPTY).name());
    }

    /** Whether a condition of a step holds. */
    boolean holds(ScopedExpression condition, String id) throws NoValueException {
        Json value = evaluate(condition, id);
        if (value instanceof JsonBoolean) {
            return value == JsonBoolean.TRUE;
        }
        throw new NoValueException(StepFailure.Code.EXPRESSION, condition.member() + " is neither true nor false");
    }

    /** What a mapping makes for a step, or for the run if the id is empty; the empty object without a mapping. */
    Json map(@Nullable CompiledMapping mapping, String id) throws NoValueException {
        if (mapping == null) {
            return JsonObject.EMPTY;
        }
        ScopedExpression whole = mapping.whole();
        if (whole != null) {
            return fitting(whole.member(), evaluate(whole, id));
        }
        JsonObject.Builder made = JsonObject.builder();
        for (Map.Entry<String, ScopedExpression> member : mapping.members().entrySet()) {
            made.put(member.getKey(), evaluate(member.getValue(), id));
        }
        return fitting("input", made.build());
    }

    /** The value of an expression of a step. */
    Json evaluate(ScopedExpression expression, String id) throws NoValueException {
        try {
            steps.spend((long) Steps.NODE * (1 + expression.references().size()));
            return expression.expression().evaluate(variables(expression, id), run.now(), steps);
        } catch (EvaluationException e) {
            throw new NoValueException(
                    StepFailure.Code.EXPRESSION, expression.member() + " has no value: " + e.problem());
        } catch (Steps.EndedException e) {
            if (e.reason() != Steps.EndedException.Reason.EXHAUSTED) {
                throw e;
            }
            throw new NoValueException(StepFailure.Code.LIMIT, expression.member() + " takes too much work");
        }
    }

    /** The value, if it may become part of the run. */
    Json fitting(String member, Json value) throws NoValueException {
        if (run.takes(value)) {
            return value;
        }
        throw new NoValueException(StepFailure.Code.LIMIT, member + " is too large for the run");
    }

    private Map<String, Json> variables(ScopedExpression expression, String id) {
        Map<String, Json> variables = new HashMap<>();
        variables.put("input", run.input());
        JsonObject.Builder referred = JsonObject.builder();
        expression.references().forEach(name -> referred.put(name, seen(name)));
        variables.put("steps", referred.build());
        RunStep of = new RunStep(id, JsonObject.EMPTY);
        if (of.index() >= 0) {
            JsonArray items = Objects.requireNonNull(run.begun(of.name()).items());
            variables.put("item", items.get(of.index()));
            variables.put("index", Json.of(of.index()));
        }
        if (of.isCompensation()) {
            variables.put("output", output(of.target()));
        }
        return variables;
    }

    private Json seen(String name) {
        Json known = seen.get(name);
        if (known == null) {
            known = JsonObject.of("status", Json.of(run.statusOf(name).wire()), "output", output(name));
            seen.put(name, known);
        }
        return known;
    }

    /** What a step or an item answered; null, as JSON, where it did not. */
    Json output(String id) {
        RunStep step = run.step(id);
        if (step == null) {
            return JsonNull.NULL;
        }
        if (run.plan().of(id).kind() instanceof StepKind.ForEach
                && step.status().isEnd()) {
            return outputs(step);
        }
        Json output = step.output();
        return output == null ? JsonNull.NULL : output;
    }

    private Json outputs(RunStep step) {
        JsonArray items = step.items();
        if (items == null) {
            return JsonNull.NULL;
        }
        List<Json> outputs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            outputs.add(output(RunStep.itemOf(step.id(), i)));
        }
        run.spend((long) Steps.NODE * outputs.size());
        return JsonArray.copyOf(outputs);
    }

    /** A whole number of a step's bookkeeping. */
    static long number(RunStep step, String member) {
        JsonNumber number = step.json().number(member);
        return number == null ? 0 : number.exactLong().orElseThrow();
    }
}
