package dev.holdfast.server;

import dev.holdfast.engine.StateView;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;

/**
 * What erasing a state would remove, as it is shown to the one who is asked. Only this is erased: if the state moves
 * meanwhile, it is shown anew.
 *
 * @param view the state when it was shown
 */
record Erasure(StateView view) {
    String handle() {
        return view.handle().value();
    }

    long revision() {
        return view.revision();
    }

    /** Whether an answer is about this state at this revision. */
    boolean isAnsweredBy(Json shown) {
        return shown instanceof JsonObject object
                && Json.of(handle()).equals(object.get("handle"))
                && object.get("revision") instanceof JsonNumber number
                && number.exactLong().orElse(0) == revision();
    }

    /** What an answer to this has to carry. */
    JsonObject shown() {
        return JsonObject.of("handle", Json.of(handle()), "revision", Json.of(revision()));
    }

    /** What is erased, for a model. */
    JsonObject facts() {
        String name = view.name();
        return JsonObject.builder()
                .put("handle", handle())
                .putIfPresent("name", name == null ? null : new JsonString(name))
                .put("revision", revision())
                .put("keys", view.document().size())
                .put("bytes", view.document().canonicalSize())
                .put("updated_at", view.updatedAt().toString())
                .build();
    }

    /** The question to a person. A name is all of the stored data in it, and names are of letters and digits. */
    String question() {
        String name = view.name();
        return "Erase the state " + (name == null ? "" : "@" + name + ", ") + handle()
                + ", with its whole history? It has "
                + view.document().size() + " keys of " + view.document().canonicalSize() + " bytes at revision "
                + revision() + ". It cannot be brought back.";
    }
}
