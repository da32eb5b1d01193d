package dev.holdfast.cli;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.cli.command.Surroundings;
import dev.holdfast.mcp.StateKeys;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The keys that seal what clients carry from a question to its answer. All instances behind one address need the same
 * keys: instances of one user share the file, others need a copy of it.
 */
final class StateKeyOption {
    private static final String OPTION = "--state-key";
    private static final int ID_CHARACTERS = 8;

    @Option(
            names = OPTION,
            paramLabel = "FILE",
            description = {
                "Seal what clients carry between a question and its answer with the key in FILE, created on first",
                "use; in your config folder by default. One key a line: the first seals, all are accepted."
            })
    private @Nullable Path path;

    StateKeys keys(Surroundings surroundings) {
        SecretFile file =
                new SecretFile(path == null ? surroundings.configFolder().resolve("state-key") : path, OPTION);
        List<byte[]> keys = file.text().lines().map(line -> key(line, file)).toList();
        if (keys.isEmpty()) {
            throw malformed(file);
        }
        try {
            StateKeys all = StateKeys.of(id(keys.getFirst()), keys.getFirst());
            for (byte[] older : keys.subList(1, keys.size())) {
                all = all.accepting(id(older), older);
            }
            return all;
        } catch (IllegalArgumentException e) {
            throw malformed(file);
        }
    }

    private static byte[] key(String line, SecretFile file) {
        try {
            return Base64.getUrlDecoder().decode(line.strip());
        } catch (IllegalArgumentException e) {
            throw malformed(file);
        }
    }

    /** Clients see it, but cannot derive the key from it. */
    private static String id(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            return text.substring(0, ID_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static RuntimeException malformed(SecretFile file) {
        return CliFailure.invalid(OPTION, file + " must hold keys of 256 bits in base64url, one a line and each once");
    }
}
