package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.CommandKey;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonLimits;
import dev.holdfast.json.JsonNumber;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.ConsPStack;
import org.pcollections.PMap;
import org.pcollections.PStack;
import org.pcollections.TreePMap;

/**
 * The stored form of an image, version 1: of bases, which replace commits, and of snapshots, which are only a cache.
 *
 * <pre>{"actors","at","closed_at"?,"created_at","document","document_revision","hash","opened_at",
 *  "remembered","revision","stamps","state","system","undo","v":1,"digest"}</pre>
 *
 * <p>It holds everything that folding the events up to its revision would give, so answers do not depend on how an
 * image was made. Canonical JSON, then {@code digest}: SHA-256 of the object without that member. {@code actors} is a
 * table that the other members index. {@code stamps} has {@code made}, one {@code [revision, actor, at]} for each event
 * that last changed some key, and {@code of}, an index into that for each key in the order of names. Times are in
 * milliseconds.
 */
public final class BaseCodec {
    private static final int VERSION = 1;
    private static final JsonLimits LIMITS = new JsonLimits(256 << 20, 128);
    private static final String BEFORE_DIGEST = ",\"digest\":\"";

    /** The member with 43 characters of base64url, the quote and the brace after it. */
    private static final int DIGEST_LENGTH = BEFORE_DIGEST.length() + 45;

    private BaseCodec() {}

    public static Bytes encode(Image image) {
        ActorTable actors = new ActorTable();
        JsonObject.Builder json = JsonObject.builder()
                .put("v", VERSION)
                .put("state", image.id().value())
                .put("revision", image.revision())
                .put("hash", EventCodec.text(image.hash()))
                .put("at", image.at().toEpochMilli())
                .put("created_at", image.createdAt().toEpochMilli())
                .put("opened_at", image.openedAt().toEpochMilli())
                .put("used_at", image.usedAt().toEpochMilli())
                .put("document", image.document())
                .put("document_revision", image.documentRevision())
                .put("system", image.system())
                .put("stamps", stamps(image.stamps(), actors))
                .put("undo", undo(image.undoLine()))
                .put(
                        "remembered",
                        JsonArray.of(
                                remembered(image.remembered().present(), actors),
                                remembered(image.remembered().older(), actors)))
                .put("actors", actors.toJson());
        Instant closedAt = image.closedAt();
        json.putIfPresent("closed_at", closedAt == null ? null : Json.of(closedAt.toEpochMilli()));
        return sealed(json.build().toCanonical());
    }

    /** The approximate length of an image in stored form, in bytes, without encoding it. */
    public static long sizeOf(Image image) {
        return image.document().canonicalSize()
                + 40L * image.stamps().size()
                + 120L * image.remembered().size();
    }

    /**
     * Reads what {@link #encode} wrote, of any version that was ever written.
     *
     * @throws IllegalArgumentException if it was altered since, or is of another state, revision or hash
     */
    public static Image decode(StateId id, long revision, Bytes hash, Bytes content) {
        JsonObject json = (JsonObject) Json.parse(checked(content).borrow(), LIMITS);
        if (!Json.of(VERSION).equals(json.get("v"))) {
            throw new IllegalArgumentException("not a base of version " + VERSION);
        }
        Bytes saidHash = EventCodec.bytes(EventCodec.required(json, "hash"));
        if (!id.value().equals(json.string("state"))
                || revision != number(json, "revision")
                || !hash.equals(saidHash)) {
            throw new IllegalArgumentException("the base of another state or revision");
        }
        List<String> actors = array(json, "actors").stream()
                .map(actor -> ((JsonString) actor).value())
                .toList();
        JsonObject document = object(json, "document");
        Lifespan lifespan = new Lifespan(
                time(number(json, "created_at")),
                time(number(json, "opened_at")),
                json.has("closed_at") ? time(number(json, "closed_at")) : null,
                time(number(json, "used_at")));
        return new Image(
                id,
                new Tip(revision, hash, time(number(json, "at"))),
                new StampedDocument(
                        document, number(json, "document_revision"), stamps(object(json, "stamps"), document, actors)),
                Beside.parse(object(json, "system")),
                undo(object(json, "undo")),
                remembered(array(json, "remembered"), actors),
                lifespan);
    }

    private static Bytes sealed(byte[] canonical) {
        String digest = EventCodec.text(Bytes.wrap(Digests.sha256().digest(canonical)));
        byte[] end = (BEFORE_DIGEST + digest + "\"}").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(canonical, canonical.length - 1 + end.length);
        System.arraycopy(end, 0, all, canonical.length - 1, end.length);
        return Bytes.wrap(all);
    }

    private static Bytes checked(Bytes content) {
        byte[] all = content.borrow();
        int length = all.length - DIGEST_LENGTH;
        if (length > 0) {
            MessageDigest sha256 = Digests.sha256();
            sha256.update(all, 0, length);
            sha256.update((byte) '}');
            String end = BEFORE_DIGEST + EventCodec.text(Bytes.wrap(sha256.digest())) + "\"}";
            if (end.equals(new String(all, length, DIGEST_LENGTH, StandardCharsets.US_ASCII))) {
                return content;
            }
        }
        throw new IllegalArgumentException("it was altered since it was written");
    }

    private static JsonObject stamps(PMap<String, Stamp> stamps, ActorTable actors) {
        List<Stamp> made = stamps.values().stream()
                .distinct()
                .sorted((a, b) -> Long.compare(a.revision(), b.revision()))
                .toList();
        Map<Stamp, Integer> places = new HashMap<>();
        made.forEach(stamp -> places.put(stamp, places.size()));
        List<Json> of = new ArrayList<>();
        new TreeMap<>(stamps).forEach((key, stamp) -> of.add(Json.of(places.getOrDefault(stamp, 0))));
        List<JsonArray> rows = made.stream()
                .map(stamp -> JsonArray.of(
                        Json.of(stamp.revision()),
                        actors.place(stamp.actor()),
                        Json.of(stamp.at().toEpochMilli())))
                .toList();
        return JsonObject.of("made", JsonArray.copyOf(rows), "of", JsonArray.copyOf(of));
    }

    private static PMap<String, Stamp> stamps(JsonObject json, JsonObject document, List<String> actors) {
        List<Stamp> made = array(json, "made").stream()
                .map(JsonArray.class::cast)
                .map(row ->
                        new Stamp(number(row.get(0)), actors.get((int) number(row.get(1))), time(number(row.get(2)))))
                .toList();
        JsonArray of = array(json, "of");
        SortedMap<String, Stamp> stamps = new TreeMap<>();
        int next = 0;
        for (String key : new TreeSet<>(document.keys())) {
            stamps.put(key, made.get((int) number(of.get(next++))));
        }
        return TreePMap.fromSortedMap(stamps);
    }

    private static JsonObject undo(UndoLine line) {
        List<JsonArray> done = line.runs().stream()
                .map(run -> JsonArray.of(Json.of(run.from()), Json.of(run.to())))
                .toList();
        List<Json> undone = line.undone().stream().<Json>map(Json::of).toList();
        return JsonObject.of("done", JsonArray.copyOf(done), "undone", JsonArray.copyOf(undone));
    }

    private static UndoLine undo(JsonObject json) {
        List<UndoLine.Run> runs = array(json, "done").stream()
                .map(JsonArray.class::cast)
                .map(run -> new UndoLine.Run(number(run.get(0)), number(run.get(1))))
                .toList();
        PStack<Long> undone = ConsPStack.empty();
        JsonArray revisions = array(json, "undone");
        for (int i = revisions.size() - 1; i >= 0; i--) {
            undone = undone.plus(number(revisions.get(i)));
        }
        return UndoLine.of(runs, undone);
    }

    private static JsonArray remembered(Generation generation, ActorTable actors) {
        List<JsonArray> rows = generation.entries().stream()
                .sorted((a, b) -> Long.compare(a.result().revision(), b.result().revision()))
                .map(entry -> JsonArray.of(
                        actors.place(entry.command().principal()),
                        Json.of(entry.command().id()),
                        Json.of(EventCodec.text(entry.result().arguments())),
                        Json.of(entry.result().revision()),
                        changed(entry.result().changed())))
                .toList();
        return JsonArray.copyOf(rows);
    }

    private static Remembered remembered(JsonArray generations, List<String> actors) {
        return new Remembered(
                generation((JsonArray) generations.get(0), actors), generation((JsonArray) generations.get(1), actors));
    }

    private static Generation generation(JsonArray rows, List<String> actors) {
        Generation generation = Generation.EMPTY;
        for (Json element : rows) {
            JsonArray row = (JsonArray) element;
            generation = generation.plus(
                    new CommandKey(actors.get((int) number(row.get(0))), text(row.get(1))),
                    new Remembered.Result(EventCodec.bytes(text(row.get(2))), number(row.get(3)), changed(row.get(4))));
        }
        return generation;
    }

    private static Json changed(@Nullable SortedSet<String> keys) {
        return keys == null
                ? Json.NULL
                : JsonArray.copyOf(keys.stream().<Json>map(Json::of).toList());
    }

    private static @Nullable SortedSet<String> changed(Json keys) {
        if (!(keys instanceof JsonArray array)) {
            return null;
        }
        SortedSet<String> changed = new TreeSet<>();
        array.forEach(key -> changed.add(text(key)));
        return Remembered.few(Collections.unmodifiableSortedSet(changed));
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static String text(Json json) {
        return ((JsonString) json).value();
    }

    private static long number(JsonObject json, String member) {
        Json value = json.get(member);
        if (value == null) {
            throw new IllegalArgumentException("a base without " + member);
        }
        return number(value);
    }

    private static long number(Json json) {
        return ((JsonNumber) json).exactLong().orElseThrow();
    }

    private static JsonArray array(JsonObject json, String member) {
        return present(json.array(member), member);
    }

    private static JsonObject object(JsonObject json, String member) {
        return present(json.object(member), member);
    }

    private static <T> T present(@Nullable T value, String member) {
        if (value == null) {
            throw new IllegalArgumentException("a base without " + member);
        }
        return value;
    }

    /** Principals by number: few principals make nearly all changes. */
    private static final class ActorTable {
        private final List<Json> names = new ArrayList<>();
        private final Map<String, Integer> places = new HashMap<>();

        Json place(String actor) {
            Integer place = places.get(actor);
            if (place == null) {
                place = names.size();
                places.put(actor, place);
                names.add(Json.of(actor));
            }
            return Json.of(place);
        }

        JsonArray toJson() {
            return JsonArray.copyOf(names);
        }
    }
}
