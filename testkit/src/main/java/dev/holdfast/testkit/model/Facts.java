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

/** All there is to know of a state, as plain data, and what follows from it alone. */
final class Facts {
    /** Of writes due at once, the one that was asked for first comes first. */
    static final Comparator<Waiting> EARLIEST =
            Comparator.comparing(Waiting::due).thenComparingLong(Waiting::scheduledAt);

    static final Duration RECOVERABLE = Duration.ofDays(7);
    static final Duration OLDEST = Duration.ofDays(30);

    /** What a revision did, and what there was after it. */
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
        /** The document without keys that are to end: what another state may take over. */
        JsonObject lasting() {
            return Facts.without(after, timed);
        }
    }

    /** What a state was forked from. */
    record Origin(Facts of, long revision) {}

    record Claim(String holder, long token, Instant until) {}

    record Waiting(long scheduledAt, String by, Instant due, JsonObject write) {
        String id() {
            return "q" + scheduledAt;
        }
    }

    /** What a command with an id led to. */
    record Done(Object arguments, Answer answer) {
        /** What was reverted, or decided by preference, is not told twice. */
        Answer again() {
            Answer again = answer.replayed(true);
            again = answer.parts().containsKey(Answer.REVERTED) ? again.with(Answer.REVERTED, List.of()) : again;
            return answer.parts().containsKey(Answer.CONFLICTS) ? again.with(Answer.CONFLICTS, Set.of()) : again;
        }
    }

    /** What the engine calls the state; empty until it has told. */
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

    // What it has beside the document.
    String owner;
    final Map<String, Access> grants = new TreeMap<>();
    final Map<String, Instant> ends = new TreeMap<>();
    final Map<String, Claim> leases = new TreeMap<>();
    final List<Waiting> queue = new ArrayList<>();

    // Its settings.
    Map<String, String> labels = Map.of();
    Keep keep = Keep.EVERYTHING;
    Verdict verdict = Verdict.ANYTHING;

    @Nullable Duration idle;

    @Nullable String name;

    /** The last revision below which compaction may have been at work. */
    long compactable;

    // Its life.
    boolean exists = true;
    Instant at;
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
        this.opened = now;
        this.used = now;
    }

    Access access(String actor) {
        return actor.equals(owner) ? Access.OWNER : grants.getOrDefault(actor, Access.NONE);
    }

    boolean may(String actor, Access needed) {
        return access(actor).compareTo(needed) >= 0;
    }

    /** Whether a command of this id was carried out. */
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

    /** Keys with a time to live that is not over. */
    Set<String> ending(Instant now) {
        Set<String> ending = new TreeSet<>(ends.keySet());
        ending.removeIf(key -> !now.isBefore(ends.get(key)));
        return ending;
    }

    /** The document as it reads: without keys whose time is over, whether or not an event says so. */
    JsonObject present(Instant now) {
        Set<String> ended = new TreeSet<>(ends.keySet());
        ended.removeAll(ending(now));
        return without(document, ended);
    }

    /** The document without keys that are to end: what another state may take over. */
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

    /** Whether it has ended and can be brought back. */
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
        return idle == null ? null : earliest(used.plus(idle), opened.plus(OLDEST));
    }

    /** When the state ended, if it has by now. */
    @Nullable Instant ended(Instant now) {
        Instant recorded = recordedEnd();
        Instant expiry = expiry();
        return recorded != null ? recorded : expiry != null && !now.isBefore(expiry) ? expiry : null;
    }

    /** When the state ended, if an event says so. */
    @Nullable Instant recordedEnd() {
        return closed == null ? expired : closed;
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

    /** When time will do something next. */
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
