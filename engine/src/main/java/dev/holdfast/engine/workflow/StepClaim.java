package dev.holdfast.engine.workflow;

import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * That a worker holds a step.
 *
 * @param token the fencing token: the first of a run is 1, each further one is greater by 1, none is given twice
 * @param by the principal of the worker
 * @param since when it was claimed
 * @param lease for how long, counted anew from each heartbeat
 */
public record StepClaim(long token, String by, Instant since, Duration lease) {
    /** The JSON form that {@link #parse} reads. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("token", token)
                .put("by", by)
                .put("since", since.toString())
                .put("lease_ms", lease.toMillis())
                .build();
    }

    /** Reads the JSON form. */
    static StepClaim parse(JsonObject json) {
        return new StepClaim(
                RunJson.number(json, "token"),
                Objects.requireNonNull(json.string("by"), "a claim has a holder"),
                Objects.requireNonNull(RunJson.time(json, "since"), "a claim has a beginning"),
                Duration.ofMillis(RunJson.number(json, "lease_ms")));
    }
}
