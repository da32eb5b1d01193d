package dev.holdfast.cli.custody;

import dev.holdfast.cli.command.CliFailure;
import dev.holdfast.engine.local.FileOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys in files as PEM (RFC 7468), such as {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey
 * -pubout} write.
 */
final class SigningKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PRIVATE|PUBLIC) KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 KEY-----");
    private static final int LONGEST_FILE = 4_096;

    private SigningKeys() {}

    /** The key that signs, from a file that only its owner can read. */
    static PrivateKey toSign(String option, Path file) {
        try {
            requireSecret(option, file);
            byte[] key = read(option, file, "PRIVATE");
            requireSecret(option, file);
            return factory().generatePrivate(new PKCS8EncodedKeySpec(key));
        } catch (IOException e) {
            throw CliFailure.invalid(option, option + ": " + file + " cannot be read: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw CliFailure.invalid(option, option + ": in " + file + " is no Ed25519 key");
        }
    }

    private static void requireSecret(String option, Path file) throws IOException {
        String objection = FileOwner.objectionToSecret(file);
        if (objection != null) {
            throw CliFailure.invalid(option, option + ": " + file + " " + objection);
        }
    }

    /** The key that signatures are checked with. */
    static PublicKey toCheck(String option, Path file) {
        try {
            return factory().generatePublic(new X509EncodedKeySpec(read(option, file, "PUBLIC")));
        } catch (IOException e) {
            throw CliFailure.invalid(option, option + ": " + file + " cannot be read: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw CliFailure.invalid(option, option + ": in " + file + " is no Ed25519 key");
        }
    }

    private static byte[] read(String option, Path file, String kind) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw CliFailure.invalid(option, option + ": " + file + " is too long for a key");
        }
        Matcher pem = PEM.matcher(Files.readString(file).strip());
        if (!pem.matches() || !pem.group(1).equals(kind)) {
            throw CliFailure.invalid(option, option + ": " + file + " is no PEM file with a " + kind + " KEY");
        }
        return Base64.getMimeDecoder().decode(pem.group(2));
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519");
    }
}
