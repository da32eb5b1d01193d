package dev.holdfast.engine.internal.moving;

import dev.holdfast.engine.custody.Damage;
import dev.holdfast.engine.internal.image.Digests;
import dev.holdfast.engine.moving.Exported;
import dev.holdfast.engine.spi.Base;
import dev.holdfast.engine.spi.Bytes;
import dev.holdfast.engine.spi.StateHeader;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Writes the lines of an export, and counts and hashes them. Failures of the output are unchecked. */
final class ExportWriter {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int USUAL_LINE = 2_048;

    private final OutputStream out;
    private final MessageDigest sha256 = Digests.sha256();
    private JsonOutput line = new JsonOutput(USUAL_LINE);
    private String digest = "";
    private long states;
    private long events;
    private long bytes;
    private boolean namesSealed;

    ExportWriter(OutputStream out) {
        this.out = out;
    }

    void title(ExportLine.Title title) {
        namesSealed = title.namesSealed();
        object(
                "export",
                JsonObject.builder()
                        .put("at", title.at().toString())
                        .put("content", title.content().wire())
                        .put("id", title.id())
                        .putIfPresent("names_sealed", namesSealed ? Json.of(true) : null)
                        .put("sealed", title.sealed())
                        .put("store", title.store())
                        .putIfPresent("timeline", title.timeline() == 0 ? null : Json.of(title.timeline()))
                        .put("v", ExportLine.VERSION)
                        .build());
    }

    /** @param header what people know the state by; without name and labels where these are sealed */
    void begin(StateId state, long after, StateHeader header) {
        JsonObject.Builder labels = JsonObject.builder();
        header.labels().forEach(labels::put);
        object(
                "state",
                JsonObject.builder()
                        .put("after", after)
                        .put("id", state.value())
                        .putIfPresent("labels", namesSealed ? null : labels.build())
                        .putIfPresent("name", namesSealed ? null : header.name())
                        .put("owner", header.owner())
                        .build());
    }

    /** @param at the time of the last event that the base stands for */
    void base(StateId state, Instant at, Base base) {
        begin().plain("{\"base\":{\"at\":").time(at);
        line.plain(",\"hash\":\"").plain(encoded(base.hash()));
        line.plain("\",\"revision\":").number(base.revision());
        line.plain(",\"state\":\"").plain(state.value()).plain("\"},\"content\":");
        end(base.content());
    }

    void event(Bytes stored) {
        begin().plain("{\"event\":");
        end(stored);
        events++;
    }

    void done(StateId state, long revision, Bytes hash) {
        object(
                "done",
                JsonObject.builder()
                        .put("hash", encoded(hash))
                        .put("revision", revision)
                        .put("state", state.value())
                        .build());
        states++;
    }

    void erased(StateId state) {
        object("erased", JsonObject.of("state", Json.of(state.value())));
    }

    /** The state is damaged: its lines so far do not count. */
    void damaged(StateId state) {
        object("damaged", JsonObject.of("state", Json.of(state.value())));
    }

    void value(JsonObject value) {
        object("value", value);
        states++;
    }

    void opened(JsonObject event) {
        object("opened", event);
        events++;
    }

    /**
     * Writes the last line and passes everything on.
     *
     * @param damages what could not be written
     */
    Exported end(List<Damage> damages) {
        digest = HexFormat.of().formatHex(sha256.digest());
        object(
                "end",
                JsonObject.builder()
                        .put("events", events)
                        .put("sha256", digest)
                        .put("states", states)
                        .build());
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Exported(states, events, bytes, damages);
    }

    /** The digest that the last line says, in hexadecimal; only after it was written. */
    String sha256() {
        return digest;
    }

    private void object(String kind, JsonObject value) {
        begin().plain("{\"").plain(kind).plain("\":").value(value);
        endLine();
    }

    private JsonOutput begin() {
        if (line.length() > 1 << 20) {
            line = new JsonOutput(USUAL_LINE);
        }
        line.clear();
        return line;
    }

    private void end(Bytes raw) {
        line.plain(raw.borrow());
        endLine();
    }

    private void endLine() {
        line.plain("}\n");
        sha256.update(line.borrow(), 0, line.length());
        bytes += line.length();
        try {
            out.write(line.borrow(), 0, line.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(Bytes bytes) {
        return ENCODER.encodeToString(bytes.borrow());
    }
}
