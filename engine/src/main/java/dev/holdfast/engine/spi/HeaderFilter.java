package dev.holdfast.engine.spi;

import java.time.Instant;
import java.util.Map;
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
 */
public record HeaderFilter(
        @Nullable String principal,
        @Nullable String namePrefix,
        Map<String, String> labels,
        @Nullable Lifetime lifetime,
        @Nullable Phase phase,
        @Nullable Instant dueBefore,
        boolean aging) {

    /** Matches every state. */
    public static final HeaderFilter ALL = new HeaderFilter(null, null, Map.of(), null, null, null);

    /** Matches states whose events are kept for a limited time. */
    public static final HeaderFilter AGING = new HeaderFilter(null, null, Map.of(), null, null, null, true);

    public HeaderFilter {
        labels = Map.copyOf(labels);
    }

    /** Asks nothing of how long events are kept. */
    public HeaderFilter(
            @Nullable String principal,
            @Nullable String namePrefix,
            Map<String, String> labels,
            @Nullable Lifetime lifetime,
            @Nullable Phase phase,
            @Nullable Instant dueBefore) {
        this(principal, namePrefix, labels, lifetime, phase, dueBefore, false);
    }

    /** The states of a principal: those that it owns, and those that it may read. */
    public static HeaderFilter of(String principal) {
        return new HeaderFilter(principal, null, Map.of(), null, null, null);
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
                && (!aging || header.keptFor() != null);
    }
}
