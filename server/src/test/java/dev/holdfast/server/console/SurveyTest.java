package dev.holdfast.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.Progress;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class SurveyTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private final Deque<Runnable> queued = new ArrayDeque<>();

    private Survey<String> survey(Function<Progress, String> work) {
        return new Survey<>(work, queued::add, () -> NOW);
    }

    private void runNext() {
        Objects.requireNonNull(queued.poll()).run();
    }

    @Test
    void survey_tellsNothingBeforeItBegan() {
        Survey<String> survey = survey(progress -> "found");

        assertThat(survey.standing()).isEqualTo(new Survey.Standing<>(false, 0, null, null));
        assertThat(queued).isEmpty();
    }

    @Test
    void survey_isDoneOnceHoweverManyAsk() {
        Survey<String> survey = survey(progress -> "found");
        survey.beginOnce();
        survey.begin();
        survey.beginOnce();

        assertThat(queued).hasSize(1);
        assertThat(survey.standing().running()).isTrue();
        runNext();
        survey.beginOnce();
        assertThat(queued).isEmpty();
        assertThat(survey.standing())
                .isEqualTo(new Survey.Standing<>(false, 0, new Survey.Found<>("found", NOW), null));
    }

    @Test
    void survey_tellsHowFarItIsAndWhatTheLastOneFound() {
        Deque<Survey.Standing<String>> seen = new ArrayDeque<>();
        Deque<Survey<String>> itself = new ArrayDeque<>();
        Survey<String> survey = survey(progress -> {
            progress.done(1_000);
            seen.add(itself.element().standing());
            return "found " + seen.size();
        });
        itself.add(survey);
        survey.begin();
        runNext();
        survey.begin();
        assertThat(survey.standing().done()).isZero();
        runNext();

        assertThat(seen.getFirst()).isEqualTo(new Survey.Standing<>(true, 1_000, null, null));
        assertThat(seen.getLast())
                .isEqualTo(new Survey.Standing<>(true, 1_000, new Survey.Found<>("found 1", NOW), null));
    }

    @Test
    void survey_thatFails_saysWhyKeepsWhatWasFoundAndMayBeginAgain() {
        Deque<RuntimeException> problems = new ArrayDeque<>();
        Survey<String> survey = survey(progress -> {
            if (!problems.isEmpty()) {
                throw problems.remove();
            }
            return "found";
        });
        survey.begin();
        runNext();
        problems.add(new Failure(Failure.Code.LIMIT, JsonObject.EMPTY, "Too much.").toException());
        survey.begin();
        runNext();
        assertThat(survey.standing().failure()).isEqualTo("Too much.");
        assertThat(survey.standing().found()).isEqualTo(new Survey.Found<>("found", NOW));

        problems.add(new IllegalStateException("a secret of the store"));
        survey.begin();
        assertThatThrownBy(this::runNext).isInstanceOf(IllegalStateException.class);
        assertThat(survey.standing().running()).isFalse();
        assertThat(survey.standing().failure()).isNotNull().doesNotContain("secret");

        survey.begin();
        runNext();
        assertThat(survey.standing().failure()).isNull();
    }
}
