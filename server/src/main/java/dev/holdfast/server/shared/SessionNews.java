package dev.holdfast.server.shared;

import dev.holdfast.engine.Event;
import dev.holdfast.engine.EventType;
import dev.holdfast.engine.Holdfast;
import dev.holdfast.engine.InternalStates;
import dev.holdfast.engine.InternalStates.Terms;
import dev.holdfast.engine.Keep;
import dev.holdfast.engine.State;
import dev.holdfast.engine.Subscription;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPatch;
import dev.holdfast.mcp.SessionStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;

/**
 * Messages between instances about sessions: one internal state whose only key is overwritten with every message, so
 * that each is one event and reaches all observers of the state. Messages contain what clients answered, so neither the
 * key nor its history is kept longer than an answer is waited for.
 */
final class SessionNews {
    private static final Logger LOGGER = System.getLogger(SessionNews.class.getName());
    private static final String CHANNEL = "sessions";
    private static final String KEY = "told";
    private static final String SESSION = "session";
    private static final String MESSAGE = "message";

    /** Makes equal messages differ, as writing the value that is there already makes no event. */
    private static final String TAG = "tag";

    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Holdfast holdfast;
    private final InternalStates channels;

    SessionNews(Holdfast holdfast) {
        this.holdfast = holdfast;
        this.channels = holdfast.internal("news");
    }

    void tell(String session, JsonObject message) {
        JsonObject told =
                JsonObject.of(SESSION, Json.of(session), MESSAGE, message, TAG, Json.of(holdfast.mintCommandId()));
        channel().write(w -> w.set(KEY, told, KEPT));
    }

    SessionStore.Following follow(SessionStore.Receiver receiver) {
        State channel = channel();
        Subscription subscription = channel.observe(
                channel.read().revision() + 1,
                event -> receive(event, receiver),
                gone -> LOGGER.log(Level.WARNING, "messages of sessions were missed: this instance is too slow"));
        return subscription::close;
    }

    private static void receive(Event event, SessionStore.Receiver receiver) {
        if (event.type() != EventType.WRITTEN) {
            return;
        }
        for (JsonPatch.Operation operation : event.patch().operations()) {
            JsonObject told = (JsonObject) written(operation);
            receiver.receive(
                    Objects.requireNonNull(told.string(SESSION)), Objects.requireNonNull(told.object(MESSAGE)));
        }
    }

    private static Json written(JsonPatch.Operation operation) {
        return switch (operation) {
            case JsonPatch.Operation.Add add -> add.value();
            case JsonPatch.Operation.Replace replace -> replace.value();
            default -> throw new IllegalStateException("messages are written whole");
        };
    }

    private State channel() {
        if (channels.find(CHANNEL).isEmpty()) {
            channels.create(CHANNEL, JsonObject.EMPTY, Terms.forGood(Keep.age(KEPT)));
        }
        return channels.state(CHANNEL);
    }
}
