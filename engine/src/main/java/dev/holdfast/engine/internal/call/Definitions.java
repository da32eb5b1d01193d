package dev.holdfast.engine.internal.call;

import dev.holdfast.engine.Failure;
import dev.holdfast.engine.HoldfastException;
import dev.holdfast.engine.Principal;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.audit.AuditKind;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.Stamp;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The workflows that a principal has defined. Those of one name are a state of the name {@code workflows/NAME}, whose
 * keys are the versions: so they have a history, and can be shared and read like any other state.
 */
public final class Definitions {
    private static final String PREFIX = "workflows/";

    private final Engine engine;
    private final Principal owner;
    private final Names names;

    public Definitions(Engine engine, Principal owner, Names names) {
        this.engine = engine;
        this.owner = owner;
        this.names = names;
    }

    /** The name of the state that holds the versions of a workflow. */
    public static String stateOf(String workflow) {
        return PREFIX + workflow;
    }

    /**
     * A definition.
     *
     * @param version null for the one that was defined last
     * @throws HoldfastException {@code not_found} if there is none, with the versions that there are
     */
    public JsonObject require(String workflow, @Nullable String version) {
        return require(image(workflow), version);
    }

    /**
     * The same as its owner reads it.
     *
     * @throws HoldfastException as {@link #require}
     */
    public JsonObject read(String workflow, @Nullable String version) {
        try {
            Image image = image(workflow);
            JsonObject definition = require(image, version);
            List<Version> seen = image == null ? List.of() : List.of(new Version(image.id(), image.revision()));
            engine.recorder().read(owner, AuditKind.READ, seen);
            return definition;
        } catch (HoldfastException e) {
            engine.recorder().refused(owner, AuditKind.FIND, null, e.failure().code());
            throw e;
        }
    }

    private static JsonObject require(@Nullable Image image, @Nullable String version) {
        JsonObject versions = image == null ? JsonObject.EMPTY : image.document();
        String wanted = version == null && image != null ? newest(image).orElse(null) : version;
        if (wanted != null && versions.get(wanted) instanceof JsonObject definition) {
            return definition;
        }
        throw new Failure(
                        Failure.Code.NOT_FOUND,
                        JsonObject.of(
                                "argument",
                                Json.of("workflow"),
                                "versions",
                                JsonArray.copyOf(versions.keys().stream()
                                        .sorted()
                                        .limit(20)
                                        .map(Json::of)
                                        .toList())),
                        "There is no such workflow; define it, or name one of versions if there are any.")
                .toException();
    }

    private static Optional<String> newest(Image image) {
        return image.stamps().entrySet().stream()
                .max(Comparator.comparingLong((Map.Entry<String, Stamp> entry) ->
                                entry.getValue().revision())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey);
    }

    private @Nullable Image image(String workflow) {
        String name = Names.checked(stateOf(workflow));
        StateId handle = names.claim(owner, name).handle();
        Image image = handle == null ? null : engine.images().current(handle);
        boolean isThere = image != null
                && handle != null
                && Lifecycle.isOpen(image, engine.now())
                && names.stillNames(owner, name, handle);
        return isThere ? image : null;
    }
}
