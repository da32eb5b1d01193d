package dev.holdfast.mcp.http;

import dev.holdfast.mcp.Authenticator;
import dev.holdfast.mcp.Caller;
import dev.holdfast.mcp.internal.flight.Holder;
import java.util.function.BooleanSupplier;

/**
 * Who sent a request.
 *
 * @param holder whose share of the server the request uses
 * @param isAdmitted whether the credential of the request still holds; may block
 */
record Sender(Caller caller, Holder holder, BooleanSupplier isAdmitted) {
    /** A sender whose token was checked. A token that cannot be checked again is taken to hold. */
    static Sender of(Caller caller, Holder holder, Authenticator authenticator, String token) {
        return new Sender(caller, holder, () -> isAdmitted(caller, authenticator, token));
    }

    private static boolean isAdmitted(Caller caller, Authenticator authenticator, String token) {
        try {
            return authenticator
                    .authenticate(token)
                    .filter(now -> now.subject().equals(caller.subject())
                            && now.scopes().containsAll(caller.scopes()))
                    .isPresent();
        } catch (RuntimeException e) {
            return true; // the authenticator reports its own failures at the next request
        }
    }
}
