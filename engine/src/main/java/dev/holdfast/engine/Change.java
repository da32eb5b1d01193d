package dev.holdfast.engine;

import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;

/** What a command asks for. */
sealed interface Change {
    /** Bring a state into being; refused if it exists. */
    record Create(Settings settings, JsonObject data) implements Change {}

    /** Change the document. */
    record Operate(Write write) implements Change {}

    /**
     * Take back, bring back or restore. Worked out beforehand on the log, and bound to the document it was worked out on.
     *
     * @param type the kind of event to record
     * @param arguments what the caller asked for
     * @param documentRevision the document it is bound to
     * @param patch what changes
     * @param after the document it leads to
     * @param cause the revisions it answers to
     */
    record TakeBack(
            EventType type, JsonObject arguments, long documentRevision, JsonPatch patch, JsonObject after, Cause cause)
            implements Change {}

    /** Change settings, by a merge patch of their JSON form. */
    record Configure(JsonObject settings) implements Change {}

    /** End the state for now. */
    record Close() implements Change {}

    /** Bring a closed or expired state back, with or without its name. */
    record Reopen(boolean keepName) implements Change {}

    /** Count as use, so that a session does not run out. */
    record Renew() implements Change {}

    /** The arguments as retries are compared by: the same arguments of another kind of change are other arguments. */
    default JsonObject arguments() {
        return switch (this) {
            case Create(Settings settings, JsonObject data) -> JsonObject.of("create", settings.toJson(), "data", data);
            case Operate(Write write) -> write.toJson();
            case TakeBack takeBack -> takeBack.arguments();
            case Configure(JsonObject settings) -> JsonObject.of("configure", settings);
            case Close close -> JsonObject.of("close", Json.of(true));
            case Reopen reopen -> JsonObject.of("reopen", Json.of(true));
            case Renew renew -> JsonObject.of("renew", Json.of(true));
        };
    }

    /** What an undo asked for, as retries are compared by. */
    static JsonObject arguments(Undo undo) {
        JsonObject target = switch (undo.target()) {
            case Undo.Last(int steps) -> JsonObject.of("steps", Json.of(steps));
            case Undo.Redo(int steps) -> JsonObject.of("redo", Json.of(steps));
            case Undo.Restore(long revision) -> JsonObject.of("to_revision", Json.of(revision));
            case Undo.One(long revision) -> JsonObject.of("revision", Json.of(revision));
        };
        return JsonObject.builder()
                .put("undo", target)
                .putIfPresent("if_revision", undo.ifRevision() == null ? null : Json.of(undo.ifRevision()))
                .build();
    }
}
