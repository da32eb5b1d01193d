package dev.holdfast.cli.log;

import dev.holdfast.engine.Committed;
import dev.holdfast.engine.Event;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.Subscription;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonArray;
import dev.holdfast.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;

/**
 * Prints a line of JSON for every change of a state, by any process on the store: what happened, to which state, by
 * whom, to which keys; never a value, and of an encrypted store no keys either. It prints the beginning of a handle,
 * enough to find the state in a list but not to open it: without authentication the whole handle gives access.
 */
public final class ChangeLog {
    /** Of 26 characters after the prefix: enough to tell states apart, and 90 random bits stay secret. */
    private static final int SHOWN = "st_".length() + 8;

    private static final int MOST_KEYS = 20;

    private final PrintWriter out;
    private final boolean keysShown;

    private ChangeLog(PrintWriter out, boolean keysShown) {
        this.out = out;
        this.keysShown = keysShown;
    }

    /** Prints changes from now on. A slow reader of the output delays only this log. */
    public static Subscription start(Holdfast holdfast, PrintWriter out) {
        ChangeLog log = new ChangeLog(out, holdfast.keys().vault().isEmpty());
        return holdfast.follow(log::print, log::missed);
    }

    private void print(Committed committed) {
        Event event = committed.event();
        if (!event.state().isHandle()) {
            return; // an internal state, such as the claim of a name
        }
        List<Json> keys = event.keys().stream()
                .limit(keysShown ? MOST_KEYS : 0)
                .<Json>map(Json::of)
                .toList();
        print(JsonObject.builder()
                .put("at", event.at().toString())
                .put("change", event.type().wire())
                .put("state", event.state().value().substring(0, SHOWN))
                .put("revision", event.revision())
                .put("actor", event.actor())
                .putIfPresent("keys", keysShown ? JsonArray.copyOf(keys) : null)
                .put("keys_changed", event.keys().size())
                .put("bytes", committed.bytes())
                .build());
    }

    private void missed() {
        print(JsonObject.of("change", Json.of("missed")));
    }

    private void print(JsonObject line) {
        out.println(line);
        out.flush();
    }
}
