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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All there is to know of a state, as plain data, and what follows from it alone. */
final class Facts {
    /** Of writes due at once, the one that was asked for first comes first. */
    static final Comparator<Waiting> EARLIEST =
            Comparator.comparing(Waiting::due).thenComparingLong(Waiting::scheduledAt);

    static final Duration RECOVERABLE = Duration.ofDays(7);
    static final Duration OLDEST = Duration.ofDays(30);

    /** What a revision did to the document, and who did it. */
    record Version(
            String by,
            JsonObject before,
            JsonObject after,
            Set<String> changed,
            Set<JsonPointer> whole,
            Set<String> timed) {}

    record Claim(String holder, long token, Instant until) {}

    record Waiting(long scheduledAt, String by, Instant due, JsonObject write) {}

    /** What a command with an id led to. */
    record Done(Object arguments, Answer answer) {
        /** What was reverted is not told twice. */
        Answer again() {
            Answer again = answer.replayed(true);
            return answer.parts().containsKey(Answer.REVERTED) ? again.with(Answer.REVERTED, List.of()) : again;
        }
    }

    // The document.
    JsonObject document = JsonObject.EMPTY;
    long revision;
    long documentRevision;
    final Map<String, Long> keyRevisions = new TreeMap<>();
    final List<Version> versions = new ArrayList<>();
    final Deque<Long> undoable = new ArrayDeque<>();
    final Deque<Long> undone = new ArrayDeque<>();
    final Map<String, Done> remembered = new HashMap<>();

    // What it has beside the document.
    String owner;
    final Map<String, Access> grants = new TreeMap<>();
    final Map<String, Instant> ends = new TreeMap<>();
    final Map<String, Claim> leases = new TreeMap<>();
    final List<Waiting> queue = new ArrayList<>();

    // Its settings.
    Map<String, String> labels = Map.of();
    Keep keep = Keep.EVERYTHING;
    long largest = FewRules.ANYTHING;

    @Nullable Duration idle;

    @Nullable String name;

    /** The name it was born with and by whom, and whether another state has it by now. */
    final @Nullable String bornAs;

    final String bornBy;
    boolean nameTaken;

    /** The last revision below which compaction may have been at work. */
    long compactable;

    // Its life.
    boolean exists = true;
    Instant at;
    Instant opened;
    Instant used;

    @Nullable Instant closed;

    @Nullable Instant expired;

    Facts(String owner, @Nullable String name, @Nullable Duration idle, Instant now) {
        this.owner = owner;
        this.bornBy = owner;
        this.name = name;
        this.bornAs = name;
        this.idle = idle;
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

    boolean isKnownTo(String actor) {
        return exists && access(actor) != Access.NONE;
    }

    Version version(long number) {
        return versions.get(Math.toIntExact(number - 1));
    }

    boolean allows(JsonObject wanted) {
        return FewRules.allows(largest, wanted);
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
