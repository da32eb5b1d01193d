package dev.holdfast.engine.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a state without reading its log: enough to find it by owner, name, label, due time, phase or
 * what it waits for. It is written with each commit and describes the state after it. Headers stay readable when events
 * are encrypted. Times are in whole microseconds.
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
 * @param waitsFor what it waits for: {@code work:KIND}, {@code person:PRINCIPAL}, {@link #ANY_PERSON}, what a run
 *     wants of child runs, or the state that a run was started for ({@link #SESSION}, {@link #ENDED_SESSION}). At most
 *     {@link #MOST_WAITED_FOR}, each of at most {@link #LONGEST_WAITED_FOR} characters
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
        @Nullable Duration keptFor,
        Set<String> waitsFor) {

    /**
     * The owner of internal states. No principal has this name, or one that begins with it and a slash, so no list
     * shows these states.
     */
    public static final String INTERNAL = "holdfast";

    /** What a state waits for that needs one person, followed by the principal. */
    public static final String PERSON = "person:";

    /** What a state waits for that needs any person who may. */
    public static final String ANY_PERSON = PERSON + "*";

    /** What a state waits for that a worker does, followed by the kind of work. */
    public static final String WORK = "work:";

    /** The handle of the state that a run was started for follows this, as long as the run has not ended. */
    public static final String SESSION = "session:";

    /** The same of a run that has ended, by which it is found from that state. */
    public static final String ENDED_SESSION = "ended:";

    /** The most that one state waits for. */
    public static final int MOST_WAITED_FOR = 128;

    /** The longest text that says what a state waits for: a principal, and what stands before it. */
    public static final int LONGEST_WAITED_FOR = 320;

    public StateHeader {
        labels = Map.copyOf(labels);
        readers = Set.copyOf(readers);
        expires = expires == null ? null : expires.truncatedTo(ChronoUnit.MICROS);
        nextDue = nextDue == null ? null : nextDue.truncatedTo(ChronoUnit.MICROS);
        updated = updated.truncatedTo(ChronoUnit.MICROS);
        keptFor = keptFor == null ? null : Duration.ofSeconds(keptFor.toSeconds());
        waitsFor = Set.copyOf(waitsFor);
        if (waitsFor.size() > MOST_WAITED_FOR
                || waitsFor.stream().anyMatch(what -> what.isEmpty() || what.length() > LONGEST_WAITED_FOR)) {
            throw new IllegalArgumentException("a state waits for at most " + MOST_WAITED_FOR + " things, each of 1 to "
                    + LONGEST_WAITED_FOR + " characters");
        }
    }

    /** The header of a state that waits for nothing, and whose events are kept whatever their age. */
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
        this(owner, name, labels, readers, lifetime, expires, nextDue, phase, bytes, updated, null, Set.of());
    }

    /** The same header of a state whose events are kept for a time. */
    public StateHeader withKeptFor(@Nullable Duration time) {
        return new StateHeader(
                owner, name, labels, readers, lifetime, expires, nextDue, phase, bytes, updated, time, waitsFor);
    }

    /** The same header of a state with another name and other labels. */
    public StateHeader withNames(@Nullable String otherName, Map<String, String> otherLabels) {
        return new StateHeader(
                owner,
                otherName,
                otherLabels,
                readers,
                lifetime,
                expires,
                nextDue,
                phase,
                bytes,
                updated,
                keptFor,
                waitsFor);
    }

    /** The same header of a state that waits for these. */
    public StateHeader withWaitsFor(Set<String> what) {
        return new StateHeader(
                owner, name, labels, readers, lifetime, expires, nextDue, phase, bytes, updated, keptFor, what);
    }
}
