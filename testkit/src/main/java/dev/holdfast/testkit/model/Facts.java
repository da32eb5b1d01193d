package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.engine.Keep;
import dev.holdfast.json.JsonObject;
import dev.holdfast.json.JsonPointer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything about a state as plain data, and what can be derived from it. */
final class Facts {
    /** By due time; writes due at the same time in the order of their requests. */
    static final Comparator<Waiting> EARLIEST =
            Comparator.comparing(Waiting::due).thenComparingLong(Waiting::scheduledAt);

    static final Duration TOLERANCE = Duration.ofMinutes(1);
    static final Duration RECOVERABLE = Duration.ofDays(7);
    static final Duration OLDEST = Duration.ofDays(30);
    static final Duration BROUGHT_BACK = Duration.ofHours(1);

    /** A revision: its event, and the state after it. */
    record Version(
            Deed deed,
            Instant at,
            JsonObject before,
            JsonObject after,
            Set<String> changed,
            Set<JsonPointer> whole,
            Set<String> timed,
            Verdict verdict,
            Lineage.Moment lineage) {
        /** The document without keys that have a time to live: the part that another state may take over. */
        JsonObject lasting() {
            return Facts.without(after, timed);
        }
    }

    /** The source of a fork. */
    record Origin(Facts of, long revision) {}

    record Claim(String holder, long token, Instant since, Instant until) {}

    record Waiting(long scheduledAt, String by, Instant due, JsonObject write) {
        String id() {
            return "q" + scheduledAt;
        }
    }

    /** The outcome of a command with an id. */
    record Done(Object arguments, Answer answer) {
        /** The answer to a retry, which does not repeat what was reverted or decided by preference. */
        Answer again() {
            Answer again = answer.replayed(true);
            again = answer.parts().containsKey(Answer.REVERTED) ? again.with(Answer.REVERTED, List.of()) : again;
            return answer.parts().containsKey(Answer.CONFLICTS) ? again.with(Answer.CONFLICTS, Set.of()) : again;
        }
    }

    /** The handle that the engine gave the state; empty until it has. */
    String handle = "";

    // The document.
    JsonObject document = JsonObject.EMPTY;
    long revision;
    long documentRevision;
    final Map<String, Long> keyRevisions = new TreeMap<>();
    final List<Version> versions = new ArrayList<>();
    final Deque<Long> undoable = new ArrayDeque<>();
    final Deque<Long> undone = new ArrayDeque<>();
    final Map<String, Done> remembered = new HashMap<>();
    final Lineage lineage;
    final @Nullable Origin origin;

    // The state's other parts.
    String owner;
    final Map<String, Access> grants = new TreeMap<>();

    /** Principals with a grant that they have not taken. */
    final Set<String> offered = new TreeSet<>();

    /** The principal who handed the state over, until its owner takes it. */
    @Nullable String giver;

    final Map<String, Instant> ends = new TreeMap<>();

    /** When keys were given their time to live. */
    final Map<String, Instant> begun = new TreeMap<>();

    final Map<String, Claim> leases = new TreeMap<>();
    final List<Waiting> queue = new ArrayList<>();

    // Its settings.
    Map<String, String> labels = Map.of();
    Keep keep = Keep.EVERYTHING;
    Verdict verdict = Verdict.ANYTHING;

    @Nullable Duration idle;

    @Nullable String name;

    /** The last revision up to which history may have been compacted. */
    long compactable;

    // The state's lifecycle.
    boolean exists = true;
    Instant at;
    final Instant created;
    Instant opened;
    Instant used;

    @Nullable Instant closed;

    @Nullable Instant expired;

    Facts(String owner, @Nullable String name, @Nullable Origin origin, Lineage lineage, Instant now) {
        this.owner = owner;
        this.name = name;
        this.origin = origin;
        this.lineage = lineage;
        this.at = now;
        this.created = now;
        this.opened = now;
        this.used = now;
    }

    Access access(String actor) {
        return actor.equals(owner)
                ? Access.OWNER
                : actor.equals(giver) ? Access.ADMIN : grants.getOrDefault(actor, Access.NONE);
    }

    /** Whether a principal has not taken what it was given. */
    boolean await(String actor) {
        return offered.contains(actor) || (giver != null && actor.equals(owner));
    }

    boolean may(String actor, Access needed) {
        return access(actor).compareTo(needed) >= 0;
    }

    /** Whether a command with this id was done. */
    boolean remembers(String actor, @Nullable String op) {
        return op != null && remembered.containsKey(actor + " " + op);
    }

    boolean isKnownTo(String actor) {
        return exists && access(actor) != Access.NONE;
    }

    Version version(long number) {
        return versions.get(Math.toIntExact(number - 1));
    }

    Version newest() {
        return versions.getLast();
    }

    boolean allows(JsonObject wanted) {
        return verdict.allows(wanted);
    }

    /** Keys with a time to live that has not passed. */
    Set<String> ending(Instant now) {
        Set<String> ending = new TreeSet<>(ends.keySet());
        ending.removeIf(key -> !now.isBefore(ends.get(key)) || isAfter(begun.get(key), now));
        return ending;
    }

    /**
     * The document as it is read: without keys whose time to live has passed, whether or not an event has removed them.
     */
    JsonObject present(Instant now) {
        Set<String> ended = new TreeSet<>(ends.keySet());
        ended.removeAll(ending(now));
        return without(document, ended);
    }

    /** The document without keys that have a time to live: the part that another state may take over. */
    JsonObject lasting() {
        return without(document, ends.keySet());
    }

    static JsonObject without(JsonObject document, Set<String> keys) {
        JsonObject rest = document;
        for (String key : keys) {
            rest = rest.without(key);
        }
        return rest;
    }

    boolean isOpen(Instant now) {
        return exists && ended(now) == null;
    }

    /** Whether the state has ended and can be reopened. */
    boolean isRecoverable(Instant now) {
        Instant ended = exists ? ended(now) : null;
        return ended != null && now.isBefore(ended.plus(RECOVERABLE));
    }

    @Nullable Claim lease(String name, Instant now) {
        Claim claim = leases.get(name);
        return claim != null && now.isBefore(claim.until()) ? claim : null;
    }

    boolean holds(String actor, String lease, long token, Instant now) {
        Claim claim = lease(lease, now);
        return claim != null && claim.token() == token && claim.holder().equals(actor);
    }

    /** When an unused session ends. */
    @Nullable Instant expiry() {
        if (idle == null) {
            return null;
        }
        Instant unused = used.plus(idle);
        Instant least = opened.isAfter(created) ? opened.plus(BROUGHT_BACK) : unused;
        return earliest(least.isAfter(unused) ? least : unused, oldest());
    }

    /** When a session ends however much it is used. */
    Instant oldest() {
        return opened.plus(OLDEST);
    }

    /** When the state ended; null if it has not by {@code now}. */
    @Nullable Instant ended(Instant now) {
        Instant recorded = recordedEnd();
        Instant expiry = expiry();
        return recorded != null ? recorded : expiry != null && !now.isBefore(expiry) ? expiry : null;
    }

    /** When the state ended according to its events; null if no event says so. */
    @Nullable Instant recordedEnd() {
        return closed == null ? expired : closed;
    }

    /** Whether a key or a lease was taken so far after a time that the clock was wrong. */
    boolean isTakenAfter(Instant now) {
        return ends.keySet().stream().anyMatch(key -> isAfter(begun.get(key), now))
                || leases.values().stream().anyMatch(claim -> isAfter(claim.since(), now));
    }

    static boolean isAfter(@Nullable Instant since, Instant now) {
        return since != null && since.isAfter(now.plus(TOLERANCE));
    }

    /** When a key or a lease ends next. */
    @Nullable Instant nextEnd() {
        return Stream.concat(ends.values().stream(), leases.values().stream().map(Claim::until))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The write that is due first. */
    @Nullable Waiting nextWrite() {
        return queue.stream().min(EARLIEST).orElse(null);
    }

    /** When the next thing is due. */
    @Nullable Instant nextDue() {
        Waiting write = nextWrite();
        Instant recorded = recordedEnd();
        return earliest(
                nextEnd(),
                write == null ? null : write.due(),
                recorded == null ? expiry() : recorded.plus(RECOVERABLE));
    }

    static @Nullable Instant earliest(@Nullable Instant... times) {
        return Stream.of(times)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
