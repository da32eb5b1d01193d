package dev.holdfast.engine.workflow;

import dev.holdfast.engine.Principal;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Writes a step of a definition. Immutable: each method answers a changed copy. */
public final class StepBuilder {
    private final JsonObject json;

    private StepBuilder(JsonObject json) {
        this.json = json;
    }

    private static StepBuilder kind(String kind) {
        return new StepBuilder(JsonObject.of("kind", Json.of(kind)));
    }

    /** A worker does work of a kind. */
    public static StepBuilder task(String work) {
        return kind("task").with("work", Json.of(work));
    }

    /** A person decides; any who may, between yes and no, unless more is said. */
    public static StepBuilder approval(String text) {
        return kind("approval").with("text", Json.of(text));
    }

    /** Some time passes. */
    public static StepBuilder waitFor(Duration duration) {
        return kind("wait").with("for", Json.of(duration.toString()));
    }

    /** A time comes, given by a CEL expression. */
    public static StepBuilder waitUntil(String expression) {
        return kind("wait").with("until", Json.of(expression));
    }

    /** A signal arrives. */
    public static StepBuilder waitForSignal(String name) {
        return kind("wait").with("signal", Json.of(name));
    }

    /** The same for each item of a list, given by a CEL expression. */
    public static StepBuilder forEach(String items, StepBuilder body) {
        return kind("for_each").with("items", Json.of(items)).with("do", body.toJson());
    }

    /** A run of another workflow, of the newest version. */
    public static StepBuilder workflow(String name) {
        return kind("workflow").with("workflow", Json.of(name));
    }

    private StepBuilder with(String member, Json value) {
        return new StepBuilder(json.with(member, value));
    }

    /** The kind of work. */
    public StepBuilder work(String work) {
        return with("work", Json.of(work));
    }

    /** The steps that must be done before. */
    public StepBuilder needs(String... steps) {
        return with("needs", JsonArray.copyOf(Arrays.stream(steps).map(Json::of).toList()));
    }

    /** A CEL expression; if it is false, the step is skipped. */
    public StepBuilder when(String expression) {
        return with("when", Json.of(expression));
    }

    /** What it is given: a CEL expression. */
    public StepBuilder input(String expression) {
        return with("input", Json.of(expression));
    }

    /** What it is given: an object with a CEL expression for each member. */
    public StepBuilder input(Map<String, String> members) {
        JsonObject.Builder input = JsonObject.builder();
        members.forEach(input::put);
        return with("input", input.build());
    }

    /** How often it is tried at most, with a delay that begins with {@code backoff}. */
    public StepBuilder retry(int maxAttempts, Duration backoff) {
        return retry(new RetryPolicy(maxAttempts, backoff, RetryPolicy.ONCE.factor(), null, 0));
    }

    /** How often it is tried. */
    public StepBuilder retry(RetryPolicy policy) {
        Duration maxDelay = policy.maxDelay();
        return with(
                "retry",
                JsonObject.builder()
                        .put("max_attempts", policy.maxAttempts())
                        .put("backoff", policy.backoff().toString())
                        .put("factor", JsonNumber.of(policy.factor()))
                        .putIfPresent("max_delay", maxDelay == null ? null : maxDelay.toString())
                        .put("jitter", JsonNumber.of(policy.jitter()))
                        .build());
    }

    /** How long an attempt may take. */
    public StepBuilder timeout(Duration timeout) {
        return with("timeout", Json.of(timeout.toString()));
    }

    /** How long all attempts may take together. */
    public StepBuilder totalTimeout(Duration timeout) {
        return with("total_timeout", Json.of(timeout.toString()));
    }

    /** How often the worker must tell that it is alive. */
    public StepBuilder heartbeat(Duration heartbeat) {
        return with("heartbeat", Json.of(heartbeat.toString()));
    }

    /** How it is taken back. */
    public StepBuilder compensate(StepBuilder task) {
        return with("compensate", task.toJson());
    }

    /** The principal who is asked. */
    public StepBuilder askOf(Principal principal) {
        return with("of", Json.of(principal.id()));
    }

    /** What may be answered. */
    public StepBuilder choices(String... choices) {
        return with(
                "choices", JsonArray.copyOf(Arrays.stream(choices).map(Json::of).toList()));
    }

    /** What counts as answered when the time is over. */
    public StepBuilder otherwise(String choice) {
        return with("default", Json.of(choice));
    }

    /** How many items are worked on at a time. */
    public StepBuilder maxConcurrency(int items) {
        return with("max_concurrency", Json.of(items));
    }

    /** The version of the other workflow. */
    public StepBuilder version(String version) {
        return with("version", Json.of(version));
    }

    /** The step as a definition holds it. */
    public JsonObject toJson() {
        return json;
    }

    @Override
    public String toString() {
        return "StepBuilder" + json;
    }
}
