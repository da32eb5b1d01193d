package dev.holdfast.engine.workflow;

import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a step of a run stands. It reads its JSON form, which a run's document holds.
 *
 * @param id the name of the step; {@code each[3]} for the item with the index 3 of the step {@code each};
 *     {@code compensate:pay} for what takes back {@code pay}
 * @param json the JSON form
 */
public record RunStep(String id, JsonObject json) {
    private static final String COMPENSATION = "compensate:";

    /** The id of what takes a step or an item back. */
    public static String compensationOf(String id) {
        return COMPENSATION + id;
    }

    /** The id of an item of a step. */
    public static String itemOf(String id, int index) {
        return id + "[" + index + "]";
    }

    /** Whether this takes another step back. */
    public boolean isCompensation() {
        return id.startsWith(COMPENSATION);
    }

    /** The id of the step that this takes back; its own if it is none that does. */
    public String target() {
        return isCompensation() ? id.substring(COMPENSATION.length()) : id;
    }

    /** The name of the step in the definition that this is, is an item of, or takes back. */
    public String name() {
        String target = target();
        int bracket = target.indexOf('[');
        return bracket < 0 ? target : target.substring(0, bracket);
    }

    /** The index of the item; -1 if this is of a step as a whole. */
    public int index() {
        int bracket = id.indexOf('[');
        return bracket < 0 ? -1 : Integer.parseInt(id, bracket + 1, id.length() - 1, 10);
    }

    /** How it stands. */
    public StepStatus status() {
        String status = Objects.requireNonNull(json.string("status"), "a step has a status");
        return StepStatus.of(status);
    }

    /** When it came to stand so. */
    public Instant since() {
        return Objects.requireNonNull(RunJson.time(json, "since"), "a step has a time");
    }

    /** When time changes it next, if nothing else does before; null if never. */
    public @Nullable Instant due() {
        return RunJson.time(json, "due");
    }

    /** When its attempt has taken as long as it may; null if that is not bounded, or there is no attempt. */
    public @Nullable Instant attemptDeadline() {
        return RunJson.time(json, "attempt_deadline");
    }

    /** When all its attempts have taken as long as they may; null if that is not bounded. */
    public @Nullable Instant deadline() {
        return RunJson.time(json, "deadline");
    }

    /** The number of the present attempt, or of the last; 0 before the first. */
    public int attempt() {
        return (int) RunJson.number(json, "attempt");
    }

    /** Who holds it; null if it is not claimed. */
    public @Nullable StepClaim claim() {
        JsonObject claim = json.object("claim");
        return claim == null ? null : StepClaim.parse(claim);
    }

    /** The handle of the child run that was started for it; null if there is none. */
    public @Nullable String child() {
        return json.string("child");
    }

    /** The handles of the child runs that it knows: of its present attempt, and of those that ended. */
    public Stream<String> children() {
        return Stream.concat(Stream.ofNullable(child()), attempts().stream().map(EndedAttempt::by))
                .filter(StateId::isHandle)
                .distinct();
    }

    /** Whether its child run is to be cancelled; its end is waited for. */
    public boolean isUnwanted() {
        return json.bool("unwanted") != null;
    }

    /** What it was given; null before it could begin. */
    public @Nullable Json input() {
        return json.get("input");
    }

    /** What it answered; null if it has not, and for a step with items, whose outputs are theirs. */
    public @Nullable Json output() {
        return json.get("output");
    }

    /** Why its last attempt failed; null if none did since it succeeded. */
    public @Nullable StepFailure failure() {
        return RunJson.failure(json);
    }

    /** Its place in the order in which steps ended, from 1; 0 if it has not. */
    public long order() {
        return RunJson.number(json, "order");
    }

    /** The items that it is carried out for; null if it has none. */
    public @Nullable JsonArray items() {
        return json.array("items");
    }

    /** The attempts that ended, the last at the end; the newest ten. */
    public List<EndedAttempt> attempts() {
        JsonArray attempts = json.array("attempts");
        return attempts == null
                ? List.of()
                : attempts.stream().map(EndedAttempt::parse).toList();
    }

    /**
     * An attempt that ended.
     *
     * @param number its number, from 1
     * @param token the fencing token under which it was made; 0 for one of a child run
     * @param by who made it: a principal, or the handle of a child run
     * @param at when it ended
     * @param failure why it failed; null if it succeeded
     * @param next when the next attempt was to begin; null if there was to be none
     */
    public record EndedAttempt(
            int number,
            long token,
            String by,
            Instant at,
            @Nullable StepFailure failure,
            @Nullable Instant next) {
        /** The JSON form that a step's {@code attempts} hold. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("attempt", number)
                    .put("token", token)
                    .put("by", by)
                    .put("at", at.toString())
                    .putIfPresent("failure", failure == null ? null : failure.toJson())
                    .putIfPresent("next", next == null ? null : next.toString())
                    .build();
        }

        private static EndedAttempt parse(Json attempt) {
            JsonObject json = (JsonObject) attempt;
            return new EndedAttempt(
                    (int) RunJson.number(json, "attempt"),
                    RunJson.number(json, "token"),
                    Objects.requireNonNull(json.string("by"), "an attempt was made by someone"),
                    Objects.requireNonNull(RunJson.time(json, "at"), "an attempt ended at a time"),
                    RunJson.failure(json),
                    RunJson.time(json, "next"));
        }
    }
}
