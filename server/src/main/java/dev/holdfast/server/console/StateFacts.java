package dev.holdfast.server.console;

import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Rule;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.States;
import dev.holdfast.engine.Version;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import dev.holdfast.server.StateScopes;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** {@code state_facts}: what a state has beside its document. */
final class StateFacts extends ConsoleTool {
    StateFacts(Holdfast holdfast) {
        super(
                holdfast,
                "state_facts",
                "What a state has beside its document: name, owner, settings, grants, leases, delayed writes.",
                """
                {"type":"object","properties":{"handle":{"type":"string"}},"required":["handle"]}\
                """,
                StateScopes.ALL);
    }

    @Override
    JsonObject answer(States states, JsonObject arguments) {
        State state = states.state(Objects.requireNonNullElse(arguments.string("handle"), ""));
        StateView view = state.read();
        Version origin = view.origin();
        Instant expires = view.expiresAt();
        return settings(view)
                .put("revision", view.revision())
                .put("bytes", view.document().canonicalSize())
                .put("created_at", view.createdAt().toString())
                .put("updated_at", view.updatedAt().toString())
                .putIfPresent("expires_at", expires == null ? null : expires.toString())
                .putIfPresent("origin", origin == null ? null : origin.toJson())
                .put("grants", grants(view))
                .put("leases", leases(view))
                .put(
                        "scheduled",
                        JsonArray.copyOf(view.scheduled().stream()
                                .map(StateFacts::scheduled)
                                .toList()))
                .put("follows", view.machine() != null ? "machine" : view.run() != null ? "workflow" : "nothing")
                .build();
    }

    private static JsonObject.Builder settings(StateView view) {
        JsonObject.Builder labels = JsonObject.builder();
        view.labels().forEach(labels::put);
        return JsonObject.builder()
                .put("handle", view.handle().value())
                .putIfPresent("name", view.name())
                .put("owner", view.owner())
                .put("labels", labels.build())
                .put("lifetime", view.lifetime().name().toLowerCase(Locale.ROOT))
                .put("idle_ttl", view.idleTtl().toSeconds())
                .put("keep", view.keep().toJson())
                .putIfPresent("schema", view.schema())
                .put("rules", Rule.toJson(view.rules()));
    }

    private static JsonObject grants(StateView view) {
        JsonObject.Builder grants = JsonObject.builder();
        view.grants().forEach((principal, access) -> grants.put(principal, access.wire()));
        return grants.build();
    }

    private static JsonObject leases(StateView view) {
        JsonObject.Builder leases = JsonObject.builder();
        view.leases()
                .forEach((name, lease) -> leases.put(
                        name,
                        JsonObject.builder()
                                .put("holder", lease.holder())
                                .put("until", lease.until().toString())
                                .build()));
        return leases.build();
    }

    private static JsonObject scheduled(Scheduled write) {
        return JsonObject.builder()
                .put("id", write.id())
                .put("by", write.by())
                .put("due", write.due().toString())
                .put("write", write.write())
                .build();
    }
}
