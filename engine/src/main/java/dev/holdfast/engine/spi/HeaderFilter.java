package dev.holdfast.engine.spi;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which headers a listing includes; every given condition must hold.
 *
 * @param principal the owner or one of the readers
 * @param namePrefix what the name begins with; states without a name never match a given prefix
 * @param labels labels that must all be present with these values
 * @param lifetime the lifetime
 * @param phase the phase
 * @param dueBefore only states whose next timer is due before this
 * @param aging only states whose events are kept for a limited time
 * @param waitsFor only states that wait for any of these; empty for all
 */
public record HeaderFilter(
        @Nullable String principal,
        @Nullable String namePrefix,
        Map<String, String> labels,
        @Nullable Lifetime lifetime,
        @Nullable Phase phase,
        @Nullable Instant dueBefore,
        boolean aging,
        Set<String> waitsFor) {

    /** Matches every state. */
    public static final HeaderFilter ALL = new HeaderFilter(null, null, Map.of(), null, null, null);

    /** Matches states whose events are kept for a limited time. */
    public static final HeaderFilter AGING = new HeaderFilter(null, null, Map.of(), null, null, null, true, Set.of());

    public HeaderFilter {
        labels = Map.copyOf(labels);
        waitsFor = Set.copyOf(waitsFor);
    }

    /** Asks nothing of how long events are kept, and of what states wait for. */
    public HeaderFilter(
            @Nullable String principal,
            @Nullable String namePrefix,
            Map<String, String> labels,
            @Nullable Lifetime lifetime,
            @Nullable Phase phase,
            @Nullable Instant dueBefore) {
        this(principal, namePrefix, labels, lifetime, phase, dueBefore, false, Set.of());
    }

    /** The states of a principal: those that it owns, and those that it may read. */
    public static HeaderFilter of(String principal) {
        return new HeaderFilter(principal, null, Map.of(), null, null, null);
    }

    /** The open ones among the states of a principal that wait for any of these. */
    public static HeaderFilter waiting(String principal, Set<String> what) {
        return new HeaderFilter(principal, null, Map.of(), null, Phase.OPEN, null).withWaitsFor(what);
    }

    /** The same filter, for states that wait for any of these. */
    public HeaderFilter withWaitsFor(Set<String> what) {
        return new HeaderFilter(principal, namePrefix, labels, lifetime, phase, dueBefore, aging, what);
    }

    /** The same filter, for names that begin so, and for these labels. */
    public HeaderFilter withNames(@Nullable String prefix, Map<String, String> otherLabels) {
        return new HeaderFilter(principal, prefix, otherLabels, lifetime, phase, dueBefore, aging, waitsFor);
    }

    /** Whether a header matches. Stores that filter in memory use it; for the others it defines the result. */
    public boolean matches(StateHeader header) {
        return (principal == null
                        || principal.equals(header.owner())
                        || header.readers().contains(principal))
                && (namePrefix == null
                        || (header.name() != null && header.name().startsWith(namePrefix)))
                && header.labels().entrySet().containsAll(labels.entrySet())
                && (lifetime == null || lifetime == header.lifetime())
                && (phase == null || phase == header.phase())
                && (dueBefore == null
                        || (header.nextDue() != null && header.nextDue().isBefore(dueBefore)))
                && (!aging || header.keptFor() != null)
                && (waitsFor.isEmpty() || header.waitsFor().stream().anyMatch(waitsFor::contains));
    }
}
