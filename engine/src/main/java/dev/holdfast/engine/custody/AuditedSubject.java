package dev.holdfast.engine.custody;

import java.util.List;

/**
 * What an audit log has of a principal.
 *
 * @param entries how many entries
 * @param damages the parts of the log that could not be read, so that it is not known what they have
 */
public record AuditedSubject(long entries, List<Damage> damages) {
    /** Nothing at all. */
    public static final AuditedSubject NOTHING = new AuditedSubject(0, List.of());

    public AuditedSubject {
        damages = List.copyOf(damages);
    }
}
