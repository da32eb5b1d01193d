package dev.holdfast.engine.internal.image;

import dev.holdfast.engine.Principal;
import dev.holdfast.engine.spi.StateHeader;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was given to principals who have not taken it yet, as headers tell it: among the readers, under names that no
 * principal can have. So lists do not find it, but one header is enough to see whether a principal may know of a state.
 */
public final class Offers {
    private static final String GRANTED = StateHeader.INTERNAL + "/granted/";
    private static final String HANDED = StateHeader.INTERNAL + "/handed/";

    private Offers() {}

    /** Whether a principal has not taken yet what it was given of a state. */
    public static boolean await(Image image, Principal principal) {
        return image.facts().offered().contains(principal.id()) || isHandedTo(image, principal);
    }

    /** Whether a state was handed to a principal that has not taken it yet. */
    public static boolean isHandedTo(Image image, Principal principal) {
        return image.facts().handover() != null && image.settings().owner().equals(principal.id());
    }

    /** The principal that a state counts for. */
    public static String counted(Image image) {
        Handover handover = image.facts().handover();
        return handover == null ? image.settings().owner() : handover.by();
    }

    /** The other principals that may list a state, as its header says it. */
    public static Set<String> readers(Image image) {
        SystemFacts facts = image.facts();
        if (facts.grants().isEmpty() && facts.handover() == null) {
            return Set.of();
        }
        Set<String> readers = new TreeSet<>();
        facts.grants()
                .keySet()
                .forEach(grantee -> readers.add(facts.offered().contains(grantee) ? GRANTED + grantee : grantee));
        Handover handover = facts.handover();
        if (handover != null) {
            String owner = image.settings().owner();
            readers.add(HANDED + owner);
            if (handover.known()) {
                readers.add(owner);
            }
        }
        return readers;
    }

    /** The owner of a state, taken or not. */
    public static String owner(StateHeader header) {
        return header.readers().stream()
                .filter(reader -> reader.startsWith(HANDED))
                .findFirst()
                .map(reader -> reader.substring(HANDED.length()))
                .orElse(header.owner());
    }

    /** Whether a principal may know of a state, as {@link Rights} says of its image. */
    public static boolean admit(StateHeader header, Principal principal) {
        String owner = owner(header);
        return principal.id().equals(owner)
                || principal.id().equals(header.owner())
                || header.readers().contains(principal.id())
                || header.readers().contains(GRANTED + principal.id())
                || (principal.isLocal() && new Principal(owner).isLocal());
    }
}
