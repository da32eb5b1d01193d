package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Question;
import dev.holdfast.engine.Resolution;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.JsonBoolean;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The questions that approvals of a run ask, with the ids of their steps, seen as the questions of a state. */
public final class RunQuestions {
    private RunQuestions() {}

    /**
     * All that are open in a state: its own, in the order in which they were asked, and those of the run that it is.
     */
    public static List<Question> open(Image image) {
        return Stream.concat(image.facts().questions().open().values().stream(), ofRun(image.run()))
                .toList();
    }

    private static Stream<Question> ofRun(@Nullable Run run) {
        return run == null
                ? Stream.empty()
                : run.waitsFor(StateHeader.MOST_WAITED_FOR).stream()
                        .filter(what -> what.startsWith(StateHeader.PERSON))
                        .flatMap(what -> run.waitingFor(what).stream())
                        .map(id -> question(run, Objects.requireNonNull(run.step(id))));
    }

    private static Question question(Run run, RunStep step) {
        JsonObject asked = asked(step);
        return new Question(
                step.id(),
                Objects.requireNonNull(asked.string("text")),
                Objects.requireNonNull(asked.array("choices")).stream()
                        .map(choice -> ((JsonString) choice).value())
                        .toList(),
                run.startedBy(),
                asked.string("of"),
                step.since(),
                step.due(),
                asked.string("default"));
    }

    private static JsonObject asked(RunStep step) {
        return Objects.requireNonNullElse(step.json().object("asks"), JsonObject.EMPTY);
    }

    /** Whether a state is a run with a step of this id that asks something, or has. */
    public static boolean isOfRun(Image image, String id) {
        return asking(image, id) != null;
    }

    private static @Nullable RunStep asking(Image image, String id) {
        Run run = image.run();
        RunStep step = run == null ? null : run.step(id);
        return step != null && step.json().has("asks") ? step : null;
    }

    /** How a question of a state ended; null if it is open, or is not known any more. */
    public static @Nullable Resolution resolution(Image image, String id) {
        Resolution own = image.facts().questions().resolved().get(id);
        RunStep step = asking(image, id);
        return own == null && step != null ? ended(step) : own;
    }

    private static @Nullable Resolution ended(RunStep step) {
        boolean answered = step.output() instanceof JsonObject;
        if (!step.status().isEnd()) {
            return null;
        } else if (!answered) {
            Resolution.How how = step.status() == StepStatus.FAILED ? Resolution.How.EXPIRED : Resolution.How.WITHDRAWN;
            return new Resolution(step.id(), how, null, Actors.ENGINE.id(), step.since(), null);
        }
        JsonObject output = (JsonObject) Objects.requireNonNull(step.output());
        boolean byDefault = output.get("default") == JsonBoolean.TRUE;
        return new Resolution(
                step.id(),
                byDefault ? Resolution.How.EXPIRED : Resolution.How.ANSWERED,
                output.string("choice"),
                Objects.requireNonNullElse(output.string("by"), Actors.ENGINE.id()),
                Instant.parse(Objects.requireNonNull(output.string("at"))),
                output.string("note"));
    }
}
