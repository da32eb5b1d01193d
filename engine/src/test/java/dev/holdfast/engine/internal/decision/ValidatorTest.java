package dev.holdfast.engine.internal.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateSpec;
import dev.holdfast.engine.memory.MemoryProvider;
import dev.holdfast.engine.spi.rules.CompilationException;
import dev.holdfast.engine.spi.rules.EvaluationException;
import dev.holdfast.engine.spi.rules.Expression;
import dev.holdfast.engine.spi.rules.RuleCompiler;
import dev.holdfast.engine.spi.rules.SchemaCheck;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Validation through the engine, with a compiler whose expressions are just names of keys. */
final class ValidatorTest {
    private static final StateSpec OPEN_DOOR = StateSpec.named("door")
            .data(JsonObject.of("open", Json.of(true)))
            .rules(List.of(new Rule("open", "the door is open")));

    private final KeyRules compiler = new KeyRules();

    @Test
    void write_thatBreaksARuleIsRejectedAndTheRuleIsCompiledOnce() {
        try (Holdfast holdfast = engine().rules(compiler).open()) {
            State door = holdfast.open(OPEN_DOOR);
            door.write(write -> write.set("colour", Json.of("red")));

            Failure failure = failure(() -> door.write(write -> write.set("open", Json.of(false))));

            assertThat(failure.code()).isEqualTo(Failure.Code.REJECTED);
            assertThat(failure.facts().toString()).contains("the door is open");
            assertThat(door.read().document().bool("open")).isTrue();
            assertThat(compiler.compiled).hasValue(1);
        }
    }

    @Test
    void rule_thatCannotBeEvaluatedIsAViolation() {
        try (Holdfast holdfast = engine().rules(compiler).open()) {
            State door = holdfast.open(OPEN_DOOR);

            assertThat(failure(() -> door.write(write -> write.delete("open")))
                            .facts()
                            .toString())
                    .contains("cannot be evaluated: absent");
        }
    }

    @Test
    void rules_areRefusedWithoutACompiler() {
        try (Holdfast holdfast = engine().open()) {
            assertThat(failure(() -> holdfast.open(OPEN_DOOR)).code()).isEqualTo(Failure.Code.INVALID);
        }
    }

    private static Holdfast.Builder engine() {
        return Holdfast.on(new MemoryProvider().open("memory:"));
    }

    private static Failure failure(Runnable call) {
        return catchThrowableOfType(HoldfastException.class, call::run).failure();
    }

    private static final class KeyRules implements RuleCompiler {
        private final AtomicInteger compiled = new AtomicInteger();

        @Override
        public SchemaCheck schema(Json schema) throws CompilationException {
            throw new CompilationException("there are no schemas here");
        }

        @Override
        public Expression expression(String source, Set<String> variables) {
            compiled.incrementAndGet();
            return (values, now, steps) -> {
                Json value = values.get("self") instanceof JsonObject self ? self.get(source) : null;
                if (value == null) {
                    throw new EvaluationException("absent");
                }
                return value;
            };
        }
    }
}
