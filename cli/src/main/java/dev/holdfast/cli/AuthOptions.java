package dev.holdfast.cli;

import dev.holdfast.auth.JwtAuthenticator;
import dev.holdfast.auth.JwtSettings;
import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.keys.KeyFile;
import dev.holdfast.mcp.Authenticator;
import dev.holdfast.server.StateScopes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which credentials a server accepts; each caller is a principal of its own. */
final class AuthOptions {
    @Option(
            names = "--api-keys",
            paramLabel = "FILE",
            description = "Accept the API keys of FILE: lines 'subject scopes SHA-256-of-the-key'.")
    private @Nullable Path apiKeys;

    @Option(names = "--issuer", paramLabel = "URI", description = "Accept access tokens (JWT) of this OAuth issuer.")
    private @Nullable String issuer;

    @Option(
            names = "--audience",
            paramLabel = "URI",
            description = "With --issuer: the URI clients know this server by, such as https://mcp.example.com/mcp.")
    private @Nullable URI audience;

    @Option(names = "--jwks", paramLabel = "URI", description = "With --issuer: the URI where it publishes its keys.")
    private @Nullable URI jwks;

    /** The authenticator, if credentials are required. */
    Optional<Authenticator> authenticator() {
        return Stream.of(tokens(), keys()).flatMap(Optional::stream).reduce(Authenticator::or);
    }

    /** Whether callers are different principals. */
    boolean tellsCallersApart() {
        return apiKeys != null || issuer != null;
    }

    /** The host clients know this server by, if it is behind a proxy. */
    Optional<String> publicHost() {
        return Optional.ofNullable(audience).map(URI::getHost);
    }

    /** Who is admitted, as printed at the start. */
    List<String> admitted() {
        List<String> admitted = new ArrayList<>();
        if (issuer != null) {
            admitted.add("callers with a token of " + issuer + " for " + audience);
        }
        if (apiKeys != null) {
            admitted.add("callers with an API key of " + apiKeys);
        }
        return admitted;
    }

    private Optional<Authenticator> keys() {
        if (apiKeys == null) {
            return Optional.empty();
        }
        try {
            String objection = KeyFile.objection(apiKeys);
            if (objection != null) {
                throw CliFailure.invalid("--api-keys", "--api-keys " + apiKeys + " " + objection);
            }
            return Optional.of(new KeyFile(apiKeys));
        } catch (IOException e) {
            throw CliFailure.unavailable("--api-keys " + apiKeys + " cannot be read");
        } catch (IllegalArgumentException e) {
            throw CliFailure.invalid("--api-keys", "--api-keys " + apiKeys + ": " + e.getMessage());
        }
    }

    private Optional<Authenticator> tokens() {
        if (issuer == null && audience == null && jwks == null) {
            return Optional.empty();
        }
        if (issuer == null || audience == null || jwks == null) {
            throw CliFailure.invalid("--issuer", "--issuer, --audience and --jwks are given together");
        }
        try {
            return Optional.of(new JwtAuthenticator(JwtSettings.of(
                    issuer, audience, jwks, Set.of(StateScopes.READ), Set.of(StateScopes.READ, StateScopes.WRITE))));
        } catch (IllegalArgumentException e) {
            throw CliFailure.invalid("--issuer", "--issuer, --audience, --jwks: " + e.getMessage());
        }
    }
}
