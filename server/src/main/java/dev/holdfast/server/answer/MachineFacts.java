package dev.holdfast.server.answer;

import dev.holdfast.engine.Sent;
import dev.holdfast.engine.State;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.machine.Configuration;
import dev.holdfast.engine.machine.Possible;
import dev.holdfast.json.Json;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonString;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine in answers: {@code active} as XState writes it, the events {@code possible}, and {@code blocked} with why
 * others are not; {@code done} and {@code output} at its end; {@code next_at}, when it goes on by itself.
 */
public final class MachineFacts {
    private static final int MOST = 32;

    private MachineFacts() {}

    /** After an event; null if that is no longer known. */
    public static @Nullable JsonObject of(Sent sent) {
        Configuration configuration = sent.configuration();
        return configuration == null ? null : of(configuration, sent.possible());
    }

    /** As a state was read; null if it has no machine. */
    public static @Nullable JsonObject of(State state, StateView view) {
        Configuration configuration = view.configuration();
        return configuration == null ? null : of(configuration, state.possible(view));
    }

    private static JsonObject of(Configuration configuration, List<Possible> possible) {
        JsonObject.Builder facts = JsonObject.builder().put("active", configuration.value());
        Instant next = configuration.nextDue();
        if (configuration.done()) {
            facts.put("done", true).putIfPresent("output", configuration.output());
        } else {
            JsonObject blocked = blocked(possible);
            facts.put("possible", StateAnswer.strings(open(possible)))
                    .putIfPresent("blocked", blocked.isEmpty() ? null : blocked);
        }
        return facts.putIfPresent("next_at", next == null ? null : new JsonString(next.toString()))
                .build();
    }

    private static List<String> open(List<Possible> possible) {
        return possible.stream()
                .filter(one -> one.standing() != Possible.Standing.NO)
                .map(Possible::event)
                .limit(MOST)
                .toList();
    }

    private static JsonObject blocked(List<Possible> possible) {
        JsonObject.Builder blocked = JsonObject.builder();
        possible.stream()
                .filter(one -> one.standing() == Possible.Standing.NO)
                .limit(MOST)
                .forEach(one -> blocked.put(one.event(), Json.of(one.why() == null ? "" : one.why())));
        return blocked.build();
    }
}
