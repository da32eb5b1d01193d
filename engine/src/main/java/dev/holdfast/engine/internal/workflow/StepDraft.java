package dev.holdfast.engine.internal.workflow;

import dev.holdfast.engine.workflow.RunStep;
import dev.holdfast.engine.workflow.RunStep.EndedAttempt;
import dev.holdfast.engine.workflow.StepClaim;
import dev.holdfast.engine.workflow.StepFailure;
import dev.holdfast.engine.workflow.StepKind;
import dev.holdfast.engine.workflow.StepStatus;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A step while it is changed. Not thread-safe. */
final class StepDraft {
    private final String id;
    private JsonObject json;

    private StepDraft(String id, JsonObject json) {
        this.id = id;
        this.json = json;
    }

    /** A step that has not begun. */
    static StepDraft fresh(String id) {
        return new StepDraft(id, JsonObject.EMPTY);
    }

    static StepDraft of(RunStep step) {
        return new StepDraft(step.id(), step.json());
    }

    RunStep step() {
        return new RunStep(id, json);
    }

    /** Stands so from now on: what the status before brought with it is gone. */
    StepDraft status(StepStatus status, Instant now) {
        json = json.without("due").without("claim").without("attempt_deadline").without("unwanted");
        return with("status", Json.of(status.wire())).with("since", Json.of(now.toString()));
    }

    /** Nothing more comes of it. */
    StepDraft end(StepStatus status, Instant now, long order) {
        status(status, now).with("order", Json.of(order));
        json = json.without("deadline");
        return this;
    }

    StepDraft since(Instant now) {
        return with("since", Json.of(now.toString()));
    }

    StepDraft due(@Nullable Instant due) {
        return time("due", due);
    }

    StepDraft deadline(@Nullable Instant deadline) {
        return time("deadline", deadline);
    }

    StepDraft attempt(int attempt, @Nullable Instant deadline) {
        return with("attempt", Json.of(attempt)).time("attempt_deadline", deadline);
    }

    StepDraft claim(StepClaim claim) {
        return with("claim", claim.toJson());
    }

    StepDraft child(String run) {
        return with("child", Json.of(run));
    }

    StepDraft withoutChild() {
        json = json.without("child");
        return this;
    }

    StepDraft unwanted() {
        return with("unwanted", Json.of(true));
    }

    StepDraft input(Json input) {
        return with("input", input);
    }

    /** What it asks a person, so that readers of the run can tell. */
    StepDraft asks(StepKind.Approval approval) {
        return with(
                "asks",
                JsonObject.builder()
                        .put("text", approval.text())
                        .put(
                                "choices",
                                JsonArray.copyOf(approval.choices().stream()
                                        .map(Json::of)
                                        .toList()))
                        .putIfPresent("of", approval.of())
                        .putIfPresent("default", approval.otherwise())
                        .build());
    }

    StepDraft output(Json output) {
        json = json.without("failure");
        return with("output", output);
    }

    StepDraft failure(StepFailure failure) {
        return with("failure", failure.toJson());
    }

    /** The items, of which none has begun. */
    StepDraft items(JsonArray items) {
        return with("items", items).items(0, 0);
    }

    /**
     * How far it is with its items.
     *
     * @param begun how many have begun
     * @param done how many are done
     */
    StepDraft items(long begun, long done) {
        return with("begun", Json.of(begun)).with("done", Json.of(done));
    }

    /** Keeps an attempt that ended, and so many of those before. */
    StepDraft ended(EndedAttempt attempt, int kept) {
        JsonArray before = json.array("attempts");
        JsonArray attempts = (before == null ? JsonArray.EMPTY : before).appended(attempt.toJson());
        while (attempts.size() > kept) {
            attempts = attempts.without(0);
        }
        return with("attempts", attempts);
    }

    private StepDraft time(String member, @Nullable Instant time) {
        json = time == null ? json.without(member) : json.with(member, Json.of(time.toString()));
        return this;
    }

    private StepDraft with(String member, Json value) {
        json = json.with(member, value);
        return this;
    }
}
