package dev.holdfast.engine.internal.history;

import dev.holdfast.engine.internal.image.Image;
import dev.holdfast.engine.spi.CommitLog;
import dev.holdfast.engine.spi.Consistency;
import dev.holdfast.engine.spi.Head;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.engine.spi.StoreUnavailableException;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a store says of its being moved: where its states are going, and where they came from. It stands in an internal
 * state, which every process on the store looks at before it acknowledges a change (MOVE-13).
 *
 * @param revision of the state that says it; 0 if there is none
 * @param leaving where the states are going, or went; null if they stay
 * @param arriving where they came from, or are coming from; null if they began here
 */
public record Relocation(
        long revision, @Nullable Leaving leaving, @Nullable Arriving arriving) {
    /** The state that says it. */
    public static final StateId ID = new StateId("relocation_store");

    /** How long a process may go on acknowledging changes since it last looked, before it looks again. */
    public static final Duration LEASE = Duration.ofMillis(500);

    /** The version of what is said. */
    public static final int VERSION = 1;

    private static final Relocation NONE = new Relocation(0, null, null);
    private static final String FORM = "v";
    private static final String LEAVING = "leaving";
    private static final String ARRIVING = "arriving";
    private static final String STORE = "store";
    private static final String ADDRESS = "address";
    private static final String STAGE = "stage";
    private static final String AT = "at";
    private static final String DONE = "done";

    /** How far a store is that is being moved elsewhere. */
    public enum Stage {
        /** Its states are being copied while it is used; history is kept as it is. */
        COPYING,
        /** It takes no changes, so that the rest can be copied. */
        STOPPED,
        /** Its states are elsewhere, and it takes no changes any more. */
        MOVED;

        private String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where the states of a store are going.
     *
     * @param store the identity of the other store
     * @param address that of the other store, without secrets
     * @param stage how far it is
     * @param at since when it is so far
     */
    public record Leaving(String store, String address, Stage stage, Instant at) {
        /** The same at another stage. */
        public Leaving at(Stage next, Instant now) {
            return new Leaving(store, address, next, now);
        }

        private JsonObject toJson() {
            return JsonObject.builder()
                    .put(ADDRESS, address)
                    .put(AT, at.toString())
                    .put(STAGE, stage.wire())
                    .put(STORE, store)
                    .build();
        }

        private static Leaving of(JsonObject json) {
            return new Leaving(
                    text(json, STORE),
                    text(json, ADDRESS),
                    Stage.valueOf(text(json, STAGE).toUpperCase(Locale.ROOT)),
                    Instant.parse(text(json, AT)));
        }
    }

    /**
     * Where the states of a store are coming from.
     *
     * @param store the identity of the other store
     * @param done whether all are here, so that this one may be used
     */
    public record Arriving(String store, boolean done) {
        private JsonObject toJson() {
            return JsonObject.of(DONE, Json.of(done), STORE, Json.of(store));
        }

        private static Arriving of(JsonObject json) {
            return new Arriving(text(json, STORE), Boolean.TRUE.equals(json.bool(DONE)));
        }
    }

    /**
     * What a store says now.
     *
     * @throws dev.holdfast.engine.spi.StoreUnavailableException if it cannot be read
     */
    public static Relocation of(CommitLog log, History history) {
        return log.head(ID, Consistency.LINEARIZABLE) instanceof Head.Live ? loaded(history) : NONE;
    }

    private static Relocation loaded(History history) {
        Image image = history.load(ID).image();
        JsonNumber form = image.document().number(FORM);
        if (form == null || form.exactLong().orElse(0) != VERSION) {
            throw StoreUnavailableException.unusable("the store was moved, or is being moved, by a newer version");
        }
        JsonObject leaving = image.document().object(LEAVING);
        JsonObject arriving = image.document().object(ARRIVING);
        return new Relocation(
                image.revision(),
                leaving == null ? null : Leaving.of(leaving),
                arriving == null ? null : Arriving.of(arriving));
    }

    /**
     * Refuses a store that another one is being moved to.
     *
     * @throws StoreUnavailableException if it is
     */
    public static void requireArrived(CommitLog log, History history) {
        if (of(log, history).isArriving()) {
            throw StoreUnavailableException.unusable("another store is being moved to this one, or that was"
                    + " interrupted: carry out the same migration again");
        }
    }

    /** Whether the store is at a stage of being moved elsewhere. */
    public boolean is(Stage stage) {
        return leaving != null && leaving.stage() == stage;
    }

    /** Whether it is being filled, so that nothing else may use it. */
    public boolean isArriving() {
        return arriving != null && !arriving.done();
    }

    /** The same with other words on where the states are going. */
    public Relocation withLeaving(@Nullable Leaving next) {
        return new Relocation(revision, next, arriving);
    }

    /** The same with other words on where they come from. */
    public Relocation withArriving(@Nullable Arriving next) {
        return new Relocation(revision, leaving, next);
    }

    /** The document of the state that says it. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .putIfPresent(ARRIVING, arriving == null ? null : arriving.toJson())
                .putIfPresent(LEAVING, leaving == null ? null : leaving.toJson())
                .put(FORM, VERSION)
                .build();
    }

    private static String text(JsonObject json, String member) {
        return Objects.requireNonNull(json.string(member), member);
    }
}
