package dev.holdfast.engine.custody;

import java.time.Instant;
import java.util.List;

/**
 * The result of holding a store against the certificate of an erasure.
 *
 * @param at when it was made, as it says
 * @param subject whose erasure it certifies
 * @param states how many erased states it names
 * @param unknown how many states it names of which it certifies nothing, since they were damaged when it was made
 * @param signed whether its signature was checked; false if no key was given
 * @param damages what is there again although it was erased, state by state
 */
public record CertificateCheck(
        Instant at, String subject, long states, long unknown, boolean signed, List<Damage> damages) {
    public CertificateCheck {
        damages = List.copyOf(damages);
    }
}
