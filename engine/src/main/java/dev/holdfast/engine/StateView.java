package dev.holdfast.engine;

import dev.holdfast.engine.internal.image.Expected;
import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.internal.image.Lifecycle;
import dev.holdfast.engine.internal.image.RunQuestions;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Machine;
import dev.holdfast.engine.spi.Lifetime;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.workflow.Run;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A state at one revision, the newest or an earlier one. Immutable; reading from it does no I/O. */
public final class StateView {
    private final Image image;

    StateView(Image image) {
        this.image = image;
    }

    /** The handle of the state. */
    public StateId handle() {
        return image.id();
    }

    /** The revision of the last event that this includes. */
    public long revision() {
        return image.revision();
    }

    /** The document. */
    public JsonObject document() {
        return image.document();
    }

    /**
     * The revision of the last event that changed a key, or the key that a JSON Pointer leads into; 0 if there is
     * nothing of this name.
     */
    public long keyRevision(String name) {
        return Expected.of(name, image).revision();
    }

    /** The principal that owns the state. */
    public String owner() {
        return image.settings().owner();
    }

    /** The name among its owner's states; null if it has none. */
    public @Nullable String name() {
        return image.settings().name();
    }

    /** The labels. */
    public Map<String, String> labels() {
        return image.settings().labels();
    }

    /** Whether the state ends by itself when it is not used. */
    public Lifetime lifetime() {
        return image.settings().lifetime();
    }

    /** How long a session lives without use. Of no effect while the lifetime is persistent. */
    public Duration idleTtl() {
        return image.settings().idleTtl();
    }

    /** How much of the history is kept. */
    public Keep keep() {
        return image.settings().keep();
    }

    /** The JSON Schema that the document must satisfy; null for none. */
    public @Nullable Json schema() {
        return image.settings().constraints().schema();
    }

    /** The conditions that the document must meet. */
    public List<Rule> rules() {
        return image.settings().constraints().rules();
    }

    /** The machine that the document follows; null for none. */
    public @Nullable Machine machine() {
        JsonObject definition = image.settings().machine();
        return definition == null ? null : Machine.of(definition);
    }

    /** What is active in the machine; null if the state has none. */
    public @Nullable Configuration configuration() {
        return image.facts().configuration();
    }

    /** The run of a workflow that the document is; null if it is none. */
    public @Nullable Run run() {
        return image.run();
    }

    /** The definition of the workflow that the document is a run of; null if it is none. */
    public @Nullable JsonObject workflow() {
        return image.settings().workflow();
    }

    /** When the state was created. */
    public Instant createdAt() {
        return image.createdAt();
    }

    /** The time of the last event that this includes. */
    public Instant updatedAt() {
        return image.at();
    }

    /** When the state expires unless it is used before then; null if never. */
    public @Nullable Instant expiresAt() {
        return Lifecycle.expiresAt(image);
    }

    /** What principals other than the owner may do. */
    public SortedMap<String, Access> grants() {
        return image.facts().grants();
    }

    /** The leases that are held, by name. */
    public SortedMap<String, Lease> leases() {
        return image.facts().leases();
    }

    /** Scheduled writes, the earliest first. */
    public List<Scheduled> scheduled() {
        return image.facts().scheduled();
    }

    /**
     * Questions that are open: those of the state, in the order in which they were asked, and those of the run that it
     * is, which have the ids of their steps.
     */
    public List<Question> questions() {
        return RunQuestions.open(image);
    }

    /** How a question ended; null if it is open, or is not among the last ones that ended. */
    public @Nullable Resolution resolution(String question) {
        return RunQuestions.resolution(image, question);
    }

    /** When the key ends unless it is set again; null if it has no end. */
    public @Nullable Instant keyEndsAt(String key) {
        return image.facts().ends().get(key);
    }

    /**
     * The version that the state was forked from; null if it is not a fork. The source may have changed or ended since.
     */
    public @Nullable Version origin() {
        return image.facts().origin();
    }

    Image image() {
        return image;
    }

    /** For messages and logs: it shows no part of the document. */
    @Override
    public String toString() {
        String name = name();
        return "StateView[" + handle() + (name == null ? "" : " @" + name) + " at revision " + revision() + "]";
    }
}
