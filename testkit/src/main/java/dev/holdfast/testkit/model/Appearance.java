package dev.holdfast.testkit.model;

import dev.holdfast.engine.Lease;
import dev.holdfast.engine.Scheduled;
import dev.holdfast.engine.StateView;
import dev.holdfast.engine.Version;
import dev.holdfast.engine.spi.StateId;
import dev.holdfast.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything visible of a state of the engine or of the model. Compared as a whole. */
final class Appearance {
    private Appearance() {}

    static Map<String, Object> of(StateView view) {
        Map<String, Object> seen = new TreeMap<>();
        seen.put("document", view.document());
        seen.put("revision", view.revision());
        seen.put(
                "key revisions",
                view.document().keys().stream().collect(Collectors.toMap(key -> key, view::keyRevision)));
        seen.put(
                "ends",
                view.document().keys().stream()
                        .filter(key -> view.keyEndsAt(key) != null)
                        .collect(Collectors.toMap(key -> key, key -> String.valueOf(view.keyEndsAt(key)))));
        seen.put("owner", view.owner());
        seen.put("name", String.valueOf(view.name()));
        seen.put("labels", view.labels());
        seen.put("grants", view.grants());
        seen.put("expires", String.valueOf(view.expiresAt()));
        seen.put("leases", List.copyOf(view.leases().values()));
        seen.put("origin", String.valueOf(view.origin()));
        seen.put("queue", view.scheduled().stream().map(Appearance::of).toList());
        return seen;
    }

    static Map<String, Object> of(Facts facts, Instant now) {
        Map<String, Long> revisions = new TreeMap<>(facts.keyRevisions);
        Map<String, String> ends = new TreeMap<>();
        JsonObject document = facts.present(now);
        revisions.keySet().retainAll(document.keys());
        facts.ending(now).forEach(key -> ends.put(key, String.valueOf(facts.ends.get(key))));
        Map<String, Object> seen = new TreeMap<>();
        seen.put("document", document);
        seen.put("revision", facts.revision);
        seen.put("key revisions", revisions);
        seen.put("ends", ends);
        seen.put("owner", facts.owner);
        seen.put("name", String.valueOf(facts.name));
        seen.put("labels", facts.labels);
        seen.put("grants", facts.grants);
        seen.put("expires", String.valueOf(facts.expiry()));
        seen.put("leases", leases(facts, now));
        seen.put("origin", String.valueOf(version(facts.origin)));
        seen.put(
                "queue",
                facts.queue.stream()
                        .sorted(Facts.EARLIEST)
                        .map(waiting -> waiting.id() + " by " + waiting.by() + " at " + waiting.due())
                        .toList());
        return seen;
    }

    private static @Nullable Version version(Facts.@Nullable Origin origin) {
        return origin == null ? null : new Version(new StateId(origin.of().handle), origin.revision());
    }

    private static String of(Scheduled scheduled) {
        return scheduled.id() + " by " + scheduled.by() + " at " + scheduled.due();
    }

    private static List<Lease> leases(Facts facts, Instant now) {
        return facts.leases.entrySet().stream()
                .filter(claim -> now.isBefore(claim.getValue().until())
                        && !Facts.isAfter(claim.getValue().since(), now))
                .map(claim -> new Lease(
                        claim.getKey(),
                        claim.getValue().holder(),
                        claim.getValue().token(),
                        claim.getValue().until()))
                .toList();
    }
}
