package dev.holdfast.engine.internal.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.internal.workflow.Plan;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.Steps;
import dev.holdfast.engine.workflow.WorkflowProblem;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workflows of runs, compiled. There are many runs of one definition, and each that is read from the store has a
 * copy of it. So what was compiled is kept by what the definition says; and by the definition itself besides, since an
 * image hands its own on to the next, and that is found without a look into it.
 */
public final class Plans {
    /** The memory for all that is compiled, in bytes. */
    private static final long COMPILED_BYTES = 16 << 20;

    /** The definitions that are known without a look into them. */
    private static final int KNOWN = 20_000;

    private final Supplier<RuleCompiler> compiler;
    private final Cache<JsonObject, Plan> plans = Caffeine.newBuilder()
            .maximumWeight(COMPILED_BYTES)
            .weigher((JsonObject definition, Plan plan) -> (int) Math.min(Integer.MAX_VALUE, plan.weight()))
            .executor(Runnable::run)
            .build();
    private final Cache<JsonObject, Plan> known = Caffeine.newBuilder()
            .weakKeys()
            .weakValues()
            .maximumSize(KNOWN)
            .executor(Runnable::run)
            .build();

    /** @param compiler of expressions; throws {@code invalid} if there is none */
    Plans(Supplier<RuleCompiler> compiler) {
        this.compiler = compiler;
    }

    /**
     * The plan of a definition.
     *
     * @param steps what it may cost to compile
     * @throws HoldfastException {@code invalid} with the fact {@code problems} if it is not sound
     */
    public Plan plan(JsonObject definition, Steps steps) {
        Plan same = known.getIfPresent(definition);
        if (same != null) {
            return same;
        }
        steps.spend(definition.canonicalSize());
        Plan equal = plans.getIfPresent(definition);
        Plan plan = equal == null ? compiled(definition, steps) : equal;
        known.put(definition, plan);
        return plan;
    }

    /** The plan of a definition that was compiled before; null if it is not known any more. */
    public @Nullable Plan known(JsonObject definition) {
        return known.getIfPresent(definition);
    }

    private Plan compiled(JsonObject definition, Steps steps) {
        return switch (Plan.read(definition, compiler.get(), steps)) {
            case Plan.Reading.Sound(Plan plan) -> {
                plans.put(definition, plan);
                yield plan;
            }
            case Plan.Reading.Unsound(List<WorkflowProblem> problems) ->
                throw unsound(problems).toException();
        };
    }

    private static Failure unsound(List<WorkflowProblem> problems) {
        List<Json> told = problems.stream()
                .map(problem -> (Json) JsonObject.of(
                        "pointer", Json.of(problem.at().toString()), "message", Json.of(problem.message())))
                .toList();
        return new Failure(
                Failure.Code.INVALID,
                JsonObject.of("argument", Json.of("workflow"), "problems", JsonArray.copyOf(told)),
                "The definition of the workflow is not sound; mend what problems names, and try again.");
    }
}
