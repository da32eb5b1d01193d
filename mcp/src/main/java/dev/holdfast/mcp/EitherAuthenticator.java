package dev.holdfast.mcp;

import java.util.Optional;

/** Accepts the tokens of two authenticators at one endpoint. */
record EitherAuthenticator(Authenticator first, Authenticator second) implements Authenticator {
    @Override
    public Optional<Caller> authenticate(String token) {
        return first.authenticate(token).or(() -> second.authenticate(token));
    }

    @Override
    public Optional<ProtectedResource> resource() {
        return first.resource().or(second::resource);
    }
}
