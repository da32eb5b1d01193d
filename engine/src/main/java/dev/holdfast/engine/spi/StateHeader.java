package dev.holdfast.engine.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a state without reading its log: enough to find it by owner, name, label, due time or phase. It
 * is written with each commit and describes the state after it. Headers stay readable when events are encrypted. Times
 * are in whole microseconds.
 *
 * @param owner the principal that owns the state; internal states belong to {@link #INTERNAL}, or to a name
 *     that follows it after a slash
 * @param name its name among its owner's states, if it has one
 * @param labels free labels
 * @param readers other principals that may list it
 * @param lifetime whether it ends by itself when it is not used
 * @param expires when it expires unless it is used before then; null if never
 * @param nextDue when its next timer is due; null if it has none
 * @param phase whether it is open
 * @param bytes size of its document in canonical form, in bytes
 * @param updated time of the commit
 * @param keptFor how long its events are kept, in whole seconds; null if their age does not matter
 */
public record StateHeader(
        String owner,
        @Nullable String name,
        Map<String, String> labels,
        Set<String> readers,
        Lifetime lifetime,
        @Nullable Instant expires,
        @Nullable Instant nextDue,
        Phase phase,
        long bytes,
        Instant updated,
        @Nullable Duration keptFor) {

    /**
     * The owner of internal states. No principal has this name, or one that begins with it and a slash, so no list
     * shows these states.
     */
    public static final String INTERNAL = "holdfast";

    public StateHeader {
        labels = Map.copyOf(labels);
        readers = Set.copyOf(readers);
        expires = expires == null ? null : expires.truncatedTo(ChronoUnit.MICROS);
        nextDue = nextDue == null ? null : nextDue.truncatedTo(ChronoUnit.MICROS);
        updated = updated.truncatedTo(ChronoUnit.MICROS);
        keptFor = keptFor == null ? null : Duration.ofSeconds(keptFor.toSeconds());
    }

    /** The header of a state whose events are kept whatever their age. */
    public StateHeader(
            String owner,
            @Nullable String name,
            Map<String, String> labels,
            Set<String> readers,
            Lifetime lifetime,
            @Nullable Instant expires,
            @Nullable Instant nextDue,
            Phase phase,
            long bytes,
            Instant updated) {
        this(owner, name, labels, readers, lifetime, expires, nextDue, phase, bytes, updated, null);
    }

    /** The same header of a state whose events are kept for a time. */
    public StateHeader withKeptFor(@Nullable Duration time) {
        return new StateHeader(owner, name, labels, readers, lifetime, expires, nextDue, phase, bytes, updated, time);
    }
}
