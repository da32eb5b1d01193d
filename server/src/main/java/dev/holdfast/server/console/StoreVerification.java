package dev.holdfast.server.console;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Verification;
import dev.holdfast.engine.custody.Damage;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.StateScopes;
import java.util.Set;

/** {@code store_verify}: whether the whole store is sound, checked in the background. */
final class StoreVerification extends ConsoleTool {
    private static final int MOST_DAMAGES = 100;

    private final Survey<Verification> survey;

    StoreVerification(Holdfast holdfast, Survey<Verification> survey) {
        super(
                holdfast,
                "store_verify",
                "Whether the whole store is sound. With `begin` it is checked anew, unless it is being checked.",
                """
                {"type":"object","properties":{"begin":{"type":"boolean"}}}\
                """,
                Set.of(StateScopes.ADMIN));
        this.survey = survey;
    }

    @Override
    JsonObject answer(States states, JsonObject arguments) {
        if (Boolean.TRUE.equals(arguments.bool("begin"))) {
            survey.begin();
        }
        Survey.Standing<Verification> now = survey.standing();
        JsonObject.Builder answer = now.facts();
        if (now.found() != null) {
            Verification found = now.found().what();
            answer.put("states", found.states())
                    .put("commits", found.commits())
                    .put("bytes", found.bytes())
                    .put("damaged", found.damages().size())
                    .put("damages", damages(found));
        }
        return answer.build();
    }

    private static JsonArray damages(Verification found) {
        return JsonArray.copyOf(found.damages().stream()
                .limit(MOST_DAMAGES)
                .map(StoreVerification::damage)
                .toList());
    }

    private static Json damage(Damage damage) {
        return JsonObject.builder()
                .putIfPresent(
                        "handle", damage.state() == null ? null : damage.state().value())
                .put("revision", damage.revision())
                .put("what", damage.what())
                .build();
    }
}
