package dev.holdfast.testkit.model;

import dev.holdfast.engine.Access;
import dev.holdfast.json.JsonObject;
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
    static final Duration RECOVERABLE = Duration.ofDays(7);
    static final Duration OLDEST = Duration.ofDays(30);

    /** What a revision did to the document. */
    record Version(JsonObject before, JsonObject after, Set<String> whole, Set<String> timed) {}

    record Claim(String holder, long token, Instant until) {}

    record Waiting(long scheduledAt, String by, Instant due, JsonObject write) {}

    record Done(Object arguments, long revision, Set<String> changed) {}

    // The document.
    JsonObject document = JsonObject.EMPTY;
    long revision;
    long documentRevision;
    Map<String, Long> keyRevisions = new TreeMap<>();
    List<Version> versions = new ArrayList<>();
    Deque<Long> undoable = new ArrayDeque<>();
    Deque<Long> undone = new ArrayDeque<>();
    Map<String, Done> remembered = new HashMap<>();

    // What it has beside the document.
    String owner;
    Map<String, Access> grants = new TreeMap<>();
    Map<String, Instant> ends = new TreeMap<>();
    Map<String, Claim> leases = new TreeMap<>();
    List<Waiting> queue = new ArrayList<>();
    final @Nullable Long keep;

    // Its life.
    final @Nullable Duration idle;
    boolean exists = true;
    Instant at;
    Instant opened;
    Instant used;

    @Nullable Instant closed;

    @Nullable Instant expired;

    Facts(String owner, @Nullable Duration idle, @Nullable Long keep, Instant now) {
        this.owner = owner;
        this.idle = idle;
        this.keep = keep;
        this.at = now;
        this.opened = now;
        this.used = now;
    }

    Access access(String actor) {
        return actor.equals(owner) ? Access.OWNER : grants.getOrDefault(actor, Access.NONE);
    }

    /** When an unused session ends. */
    @Nullable Instant expiry() {
        return idle == null ? null : earliest(used.plus(idle), opened.plus(OLDEST));
    }

    /** When the state ended, if it has by now. */
    @Nullable Instant ended(Instant now) {
        Instant recorded = closed == null ? expired : closed;
        Instant expiry = expiry();
        return recorded != null ? recorded : expiry != null && !now.isBefore(expiry) ? expiry : null;
    }

    /** When a key or a lease ends next. */
    @Nullable Instant nextEnd() {
        return Stream.concat(ends.values().stream(), leases.values().stream().map(Claim::until))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The write that is due first; of those due at once, the one that was asked for first. */
    @Nullable Waiting nextWrite() {
        return queue.stream()
                .min(Comparator.comparing(Waiting::due).thenComparing(Waiting::scheduledAt))
                .orElse(null);
    }

    /** When time will do something next. */
    @Nullable Instant nextDue() {
        Waiting write = nextWrite();
        Instant recorded = closed == null ? expired : closed;
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
